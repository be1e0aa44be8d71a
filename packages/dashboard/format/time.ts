export { clockTime, clockMinute, dayAndMonth, momentWords, duration } from '@hubscope/core/format';

export { keptSeconds, newestSecond, placeSecond, placeValue, putSecond } from '@hubscope/core/live';
export type { Value, Values, Series, Placing } from '@hubscope/core/live';

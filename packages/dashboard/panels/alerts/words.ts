export { inOrder, valueNow, alertSentence } from '@hubscope/core/live';

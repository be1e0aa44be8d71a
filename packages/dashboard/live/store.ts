export { firstState, Store } from '@hubscope/core/live';
export type { LiveState, LiveActions, Live } from '@hubscope/core/live';

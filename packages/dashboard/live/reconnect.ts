export { firstLink, retryDelay, step, soundsDisconnected } from '@hubscope/core/live';
export type { Link, LinkEvent } from '@hubscope/core/live';

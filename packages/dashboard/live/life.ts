export { lifeOf } from '@hubscope/core/live';
export type { Life } from '@hubscope/core/live';

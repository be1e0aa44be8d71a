export { selfHub, LiveConnection } from '@hubscope/core/live';
export type { Socket, World } from '@hubscope/core/live';

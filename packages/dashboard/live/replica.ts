export { emptyReplica, reduce } from '@hubscope/core/live';
export type { Threshold, HubView, Replica } from '@hubscope/core/live';

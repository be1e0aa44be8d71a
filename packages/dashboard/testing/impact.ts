export { impactOf, impactSignalOf } from '@hubscope/core/live/testing';

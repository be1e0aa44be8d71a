export { alertOf, snapshotOf, start, statusOf, tickOf } from '@hubscope/core/live/testing';

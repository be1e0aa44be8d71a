export { business, rank } from '@hubscope/core/live';

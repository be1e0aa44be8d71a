export { columnIn, columnOf, newestOf, signalOf, plainName } from '@hubscope/core/live';

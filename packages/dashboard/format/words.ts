export { countWord, counted, sentence } from '@hubscope/core/format';

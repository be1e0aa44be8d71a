export { changesOf, defaultChangeOptions, type Change, type ChangeOptions } from './changes.js';

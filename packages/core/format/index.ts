export * from './notation.js';
export * from './number.js';
export * from './time.js';
export * from './words.js';

// Test code: what the tests of every viewer are made from.
export * from './frames.js';
export * from './impact.js';

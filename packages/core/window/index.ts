export * from './closed.js';

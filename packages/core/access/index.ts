export * from './grant.js';
export * from './limits.js';
export * from './reach.js';

export * from './grant.js';
export * from './limits.js';
export * from './origins.js';
export * from './reach.js';

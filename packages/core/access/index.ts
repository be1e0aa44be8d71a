export * from './grant.js';
export * from './reach.js';

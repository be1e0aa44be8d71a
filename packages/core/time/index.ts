export * from './allowance.js';
export * from './backoff.js';
export * from './clock.js';
export * from './millis.js';
export * from './one-at-a-time.js';

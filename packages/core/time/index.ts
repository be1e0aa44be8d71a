export * from './allowance.js';
export * from './clock.js';
export * from './millis.js';

export * from './clock.js';
export * from './millis.js';

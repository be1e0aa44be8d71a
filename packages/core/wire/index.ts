export * from './alert.js';
export * from './config.js';
export * from './errors.js';
export * from './hub.js';
export * from './judge.js';
export * from './live.js';
export * from './plain.js';
export * from './rest.js';

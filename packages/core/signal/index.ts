export * from './component.js';
export * from './mapping.js';
export * from './names.js';
export * from './observation.js';
export * from './point.js';
export * from './reading.js';
export * from './signal.js';
export * from './table.js';

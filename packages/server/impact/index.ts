export type { ImpactOptions, Past } from './ports.js';
export { ImpactStage } from './stage.js';

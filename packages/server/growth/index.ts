export { GrowthStage } from './stage.js';

export {
  growthSpans,
  GrowthSeries,
  leastSteps,
  provenGrowth,
  type Growth,
  type GrowthSpan,
} from './growth.js';
export { theilSen, type Slope, type Steps } from './theil-sen.js';

export { Distribution, maxBuckets, zeroThreshold, type DistributionState } from './distribution.js';
export { decodeDistribution, encodedDistribution, encodeDistribution } from './encode.js';
export {
  fromOutside,
  type ExplicitHistogram,
  type ExponentialHistogram,
  type OutsideHistogram,
} from './outside.js';
export { rowBounds, rowCounts } from './rows.js';
export { coarsestScale, finestScale, middle, recordingScale } from './scale.js';

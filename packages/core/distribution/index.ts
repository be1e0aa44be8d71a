export {
  Distribution,
  maxBuckets,
  quantileOf,
  zeroThreshold,
  type DistributionState,
  type FilledBuckets,
} from './distribution.js';
export {
  decodeDistribution,
  EncodedDistribution,
  encodedDistribution,
  encodedFlagBytes,
  encodedHeadBytes,
  encodeDistribution,
} from './encode.js';
export {
  fromOutside,
  tellsValues,
  type ExplicitHistogram,
  type ExponentialHistogram,
  type OutsideHistogram,
} from './outside.js';
export { rowBounds, rowCounts } from './rows.js';
export { coarsestScale, finestScale, middle, recordingScale } from './scale.js';

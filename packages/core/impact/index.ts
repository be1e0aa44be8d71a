export { Baseline } from './baseline.js';
export { Comparison } from './comparison.js';
export { comparedSignals, defaultImpactOptions, equalWeights, type ImpactOptions } from './options.js';
export { comparePairs, type Pair, type PairedImpact, type PairOptions } from './pairs.js';
export { compareSeries, type PlainOptions } from './plain-series.js';
export type {
  Impact,
  LoadParity,
  OverallImpact,
  OverallVerdict,
  SignalImpact,
  Target,
  TargetState,
  Verdict,
} from './types.js';
export { Cells, type Batch } from './cells.js';
export { judge, type Judged, type Judging } from './judge.js';

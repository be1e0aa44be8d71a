export { Baseline } from './baseline.js';
export { Comparison } from './comparison.js';
export { comparedSignals, defaultImpactOptions, equalWeights, type ImpactOptions } from './options.js';
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

import type { Target } from './types.js';

/** How a comparison is made. */
export interface ImpactOptions {
  /** A change within this fraction is none (0.01). */
  readonly tolerance: number;
  /** The chance that the truth of a signal ever lies outside its interval (0.05). */
  readonly alpha: number;
  /** Columns to compare, in this order; those without a good direction are left out. */
  readonly signals: readonly string[];
  /** Columns of the overall figure, with their weights. */
  readonly weights: Readonly<Record<string, number>>;
  /** Work is always waiting (`hub.load=closed`): throughput is the hub's own. */
  readonly closedLoad: boolean;
  /** Judge throughput also where it follows demand. */
  readonly countThroughput: boolean;
  /** Operations in progress at which the hub is full; null where that is not known. */
  readonly busyCeiling: number | null;
  readonly targets: readonly Target[];
  /** Signals that one look judges anew at most; the others follow with the next looks, so that no second has the work of all. */
  readonly atOnce: number;
}

/** What is compared unless other columns are named (DESIGN.md section 6). */
export const comparedSignals: readonly string[] = [
  'throughput',
  'memory',
  'cpu_per_op',
  'communication.mean',
  'latency.mean',
  'latency.p50',
  'latency.p95',
  'latency.p99',
  'error_rate',
  'ttft.mean',
];

/** What the overall figure is made of: throughput, memory, CPU and communication, alike. */
export const equalWeights: Readonly<Record<string, number>> = {
  throughput: 1,
  memory: 1,
  cpu_per_op: 1,
  'communication.mean': 1,
};

export const defaultImpactOptions: ImpactOptions = {
  tolerance: 0.01,
  alpha: 0.05,
  signals: comparedSignals,
  weights: equalWeights,
  closedLoad: false,
  countThroughput: false,
  busyCeiling: null,
  targets: [],
  atOnce: Infinity,
};

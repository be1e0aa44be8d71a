import { Distribution } from '../../distribution/index.js';
import { hubId, SignalTable, type Point, type Reading } from '../../signal/index.js';
import { second } from '../../time/index.js';
import { Baseline } from '../baseline.js';
import { Comparison } from '../comparison.js';
import type { ImpactOptions } from '../options.js';
import { normal, type Random } from './random.js';

/** Any whole second; stretches count from it. */
export const epoch = 1_700_000_000;
export const table = new SignalTable();

/** What a made hub does in a second; what is left out is unknown. */
export interface Doing {
  readonly throughput?: number;
  /** Median of its operations, ms. */
  readonly latency?: number;
  readonly memory?: number;
  /** CPU-ms an operation. */
  readonly cpu?: number;
  /** The share of operations that fail. */
  readonly errors?: number;
  readonly queue?: number;
}

/** A second of a hub whose operations have log-normal latencies. */
export function pointOf(random: Random, at: number, doing: Doing): Point {
  const { throughput, latency, memory, cpu, errors, queue } = doing;
  const readings = Array<Reading | null>(table.size).fill(null);
  const put = (name: string, reading: Reading): void => {
    readings[table.get(name).index] = reading;
  };
  if (throughput !== undefined) {
    put('throughput', { fold: 'sum', value: throughput, seconds: 1 });
    if (cpu !== undefined) {
      put('cpu_per_op', { fold: 'ratio', numerator: cpu * throughput, denominator: throughput });
    }
    if (errors !== undefined) {
      put('error_rate', { fold: 'ratio', numerator: errors * throughput, denominator: throughput });
    }
  }
  if (latency !== undefined) {
    const distribution = new Distribution();
    for (let operation = 0; operation < (throughput ?? 0); operation += 1) {
      distribution.record(latency * Math.exp(0.4 * normal(random)));
    }
    put('latency', { fold: 'distribution', distribution });
  }
  if (memory !== undefined) put('memory', { fold: 'sum', value: memory, seconds: 1 });
  if (queue !== undefined) put('queue_depth', { fold: 'sum', value: queue, seconds: 1 });
  return { hub: hubId('made'), component: null, second: second(epoch + at), readings };
}

/** What a hub does at a second of its stretch. */
export type Behaviour = (at: number) => Doing | null;

/** A baseline of so many seconds; the comparison begins where it ends. */
export function compared(
  random: Random,
  seconds: number,
  before: Behaviour,
  options: Partial<ImpactOptions> = {},
): { comparison: Comparison; run: (from: number, to: number, after: Behaviour) => void } {
  const baseline = new Baseline(table, second(epoch));
  for (let at = 0; at < seconds; at += 1) {
    const doing = before(at);
    if (doing !== null) baseline.push(pointOf(random, at, doing));
  }
  const comparison = new Comparison(table, baseline, second(epoch + seconds), options);
  const run = (from: number, to: number, after: Behaviour): void => {
    for (let at = from; at < to; at += 1) {
      const doing = after(at);
      if (doing !== null) comparison.push(pointOf(random, seconds + at, doing));
    }
  };
  return { comparison, run };
}

import { type Distribution } from '../distribution/index.js';
import type { Signal, Statistic } from './signal.js';

/**
 * What is known of one signal in one stretch of time, in a form that merges exactly: two readings of the same signal fold
 * into one over instances ({@link foldReadings}) or over time ({@link rollReadings}), and a statistic is read last.
 */
export type Reading =
  | {
      readonly fold: 'sum';
      /** mean value over the known seconds */ readonly value: number;
      readonly seconds: number;
    }
  | { readonly fold: 'ratio'; readonly numerator: number; readonly denominator: number }
  | { readonly fold: 'distribution'; readonly distribution: Distribution }
  | {
      readonly fold: 'cores';
      /** percent, a core each; null where a core said nothing */ readonly cores: readonly (number | null)[];
    };

function mismatch(a: Reading, b: Reading): never {
  throw new TypeError(`a ${a.fold} and a ${b.fold} reading do not merge`);
}

function addRatios(a: Reading & { fold: 'ratio' }, b: Reading & { fold: 'ratio' }): Reading {
  return { fold: 'ratio', numerator: a.numerator + b.numerator, denominator: a.denominator + b.denominator };
}

function mergeDistributions(a: Distribution, b: Distribution): Reading {
  const merged = a.clone();
  merged.merge(b);
  return { fold: 'distribution', distribution: merged };
}

/** Folds the readings of two instances over the same time. */
export function foldReadings(a: Reading, b: Reading): Reading {
  if (a.fold === 'sum' && b.fold === 'sum') {
    return { fold: 'sum', value: a.value + b.value, seconds: Math.max(a.seconds, b.seconds) };
  }
  if (a.fold === 'ratio' && b.fold === 'ratio') return addRatios(a, b);
  if (a.fold === 'distribution' && b.fold === 'distribution')
    return mergeDistributions(a.distribution, b.distribution);
  if (a.fold === 'cores' && b.fold === 'cores') return { fold: 'cores', cores: [...a.cores, ...b.cores] };
  return mismatch(a, b);
}

/** Merges the readings of two stretches of time that do not overlap. */
export function rollReadings(a: Reading, b: Reading): Reading {
  if (a.fold === 'sum' && b.fold === 'sum') {
    const seconds = a.seconds + b.seconds;
    const value = seconds === 0 ? 0 : (a.value * a.seconds + b.value * b.seconds) / seconds;
    return { fold: 'sum', value, seconds };
  }
  if (a.fold === 'ratio' && b.fold === 'ratio') return addRatios(a, b);
  if (a.fold === 'distribution' && b.fold === 'distribution')
    return mergeDistributions(a.distribution, b.distribution);
  // Cores have no count of seconds: the latest stretch stands for a longer one.
  if (a.fold === 'cores' && b.fold === 'cores') return b;
  return mismatch(a, b);
}

/** The share of values that lie below, by the name of the statistic. */
export const quantiles: Readonly<Partial<Record<Statistic, number>>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** One statistic of a reading in the signal's unit; null where it is unknown (no operation, no denominator). */
export function readStatistic(signal: Signal, reading: Reading | null, statistic: Statistic): number | null {
  if (reading === null || reading.fold === 'cores') return null;
  if (reading.fold === 'sum') return reading.value;
  if (reading.fold === 'ratio') {
    return reading.denominator > 0 ? (signal.scale * reading.numerator) / reading.denominator : null;
  }
  const { distribution } = reading;
  if (statistic === 'count') return distribution.count;
  if (statistic === 'min') return distribution.min();
  if (statistic === 'max') return distribution.max();
  const quantile = quantiles[statistic];
  return quantile === undefined ? distribution.mean() : distribution.quantile(quantile);
}

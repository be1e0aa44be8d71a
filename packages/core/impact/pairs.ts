import type { Better } from '../signal/index.js';
import { boundary } from './boundary.js';
import type { Verdict } from './types.js';
import { verdictOf } from './verdict.js';

/** Two values of one signal that were measured close together: what disturbs both alike cancels. */
export interface Pair {
  readonly before: number;
  readonly after: number;
}

export interface PairOptions {
  readonly better: NonNullable<Better>;
  /** A change within this fraction is none. */
  readonly tolerance: number;
  /** The chance that the truth ever lies outside the interval. */
  readonly alpha: number;
}

/** What pairs say. */
export interface PairedImpact {
  /** Means of the values of each side; null where there is none. */
  readonly before: number | null;
  readonly after: number | null;
  /** Improvement as a fraction, positive when better, and the interval that holds the truth after any number of pairs. */
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly pairs: number;
}

/** The fewest pairs that say how much they vary. */
const leastPairs = 4;
/** The boundary is narrowest at so many pairs. */
const tunedPairs = 8;
/** Neighbours that correlate less than this are independent enough; else pairs are taken together. */
const independent = 0.1;
/** Logs of equal ratios may differ by the last bits of a number. */
const roundingError = 1e-20;
/** Groups that a longer grouping must leave. */
const leastGroups = 8;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const products = values
    .slice(1)
    .reduce((sum, value, place) => sum + (value - middle) * ((values[place] ?? middle) - middle), 0);
  // A correlation that is estimated from n values is about 1/n too low.
  return squares > 0 ? products / squares + 1 / values.length : 0;
}

/** Means of 1, 2, 4 … neighbours, as few as leave them nearly independent. */
function grouped(values: readonly number[]): readonly number[] {
  let groups = values;
  while (groups.length >= 2 * leastGroups && correlation(groups) > independent) {
    const half = Math.floor(groups.length / 2);
    groups = Array.from({ length: half }, (_, place) => mean(groups.slice(2 * place, 2 * place + 2)));
  }
  return groups;
}

function unknown(pairs: readonly Pair[], reason: string, change: number | null = null): PairedImpact {
  const sides =
    pairs.length === 0
      ? { before: null, after: null }
      : {
          before: mean(pairs.map(({ before }) => before)),
          after: mean(pairs.map(({ after }) => after)),
        };
  return { ...sides, change, low: null, high: null, verdict: 'unknown', reason, pairs: pairs.length };
}

/** Fractions of better from the log of after ÷ before. */
function improvement(log: number, better: NonNullable<Better>): number {
  return better === 'higher' ? Math.expm1(log) : -Math.expm1(log);
}

/**
 * Compares pairs by the logs of their ratios, so that a drift which both sides of a pair see does not count. The interval holds after any
 * number of pairs: it is the boundary of the comparison of two stretches for one mean.
 * @param pairs oldest first
 */
export function comparePairs(
  pairs: readonly Pair[],
  { better, tolerance, alpha }: PairOptions,
): PairedImpact {
  if (pairs.length === 0) return unknown(pairs, 'no pair holds a value on both sides');
  if (pairs.some(({ before, after }) => !(before > 0) || !(after > 0))) {
    return unknown(pairs, 'some values are zero or negative, of which no ratio can be told');
  }
  const logs = pairs.map(({ before, after }) => Math.log(after / before));
  const change = improvement(mean(logs), better);
  if (pairs.length < leastPairs) {
    return unknown(pairs, `at least ${String(leastPairs)} pairs are needed`, change);
  }
  const groups = grouped(logs);
  const middle = mean(groups);
  const freedom = groups.length - 1;
  const variance = groups.reduce((sum, value) => sum + (value - middle) ** 2, 0) / freedom;
  if (!(variance > roundingError)) {
    return unknown(
      pairs,
      'the pairs never varied, so how much they vary by themselves can not be told',
      change,
    );
  }
  const reach = boundary(groups.length, tunedPairs, freedom, alpha) * Math.sqrt(variance / groups.length);
  if (reach === Infinity) return unknown(pairs, 'not yet known', change);
  const ends = [improvement(middle - reach, better), improvement(middle + reach, better)];
  const interval = { change: improvement(middle, better), low: Math.min(...ends), high: Math.max(...ends) };
  const verdict = verdictOf(interval, tolerance);
  const sides = unknown(pairs, '');
  const reason = verdict === 'unknown' ? 'not yet known' : null;
  return { ...sides, ...interval, verdict, reason };
}

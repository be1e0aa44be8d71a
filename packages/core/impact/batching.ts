import { readStatistic, type Column, type Reading, type Statistic } from '../signal/index.js';
import type { Batch } from './cells.js';
import { mergeReadings } from './merging.js';
import { microSeconds, type Micro } from './micro.js';

/** Operations that a batch must hold for its statistic to mean something: five beyond a quantile, ten for a mean. */
const operationsFor: Readonly<Partial<Record<Statistic, number>>> = { mean: 10, p50: 20, p95: 100, p99: 500 };

/** Seconds of a batch that must know a signal that is no distribution. */
const knownSeconds = 5;

/** Lengths that a batch may have, in micro batches. */
const lengths = [1, 2, 3, 6, 12, 30, 60];

/** Micro batches over which the load of "the last minute" is taken. */
const recentMicros = 6;

/** Micro batches, the newest ones, that {@link batchOf} may need for batches so long. @param unsettled how many of them may still change */
export function neededFor(length: number, unsettled: number): number {
  return unsettled + length + Math.max(length, recentMicros);
}

function countOf(reading: Reading | null): number {
  return reading?.fold === 'distribution' ? reading.distribution.count : 0;
}

/**
 * How many micro batches a batch of a column spans, so that it holds operations enough for a quantile, seconds enough for anything else.
 * Null where even the longest would not.
 */
export function lengthFor(column: Column, micros: readonly Micro[]): number | null {
  const index = column.signal.index;
  const spanned = (micros.at(-1)?.number ?? -1) + 1 - (micros[0]?.number ?? 0);
  if (spanned === 0) return null;
  const needed = operationsFor[column.statistic];
  const amounts = micros.map((micro) =>
    needed === undefined ? (micro.seconds[index] ?? 0) : countOf(micro.readings[index] ?? null),
  );
  const perMicro = amounts.reduce((sum, each) => sum + each, 0) / spanned;
  return lengths.find((length) => length * perMicro >= (needed ?? knownSeconds)) ?? null;
}

function meanLoad(micros: readonly Micro[]): number {
  let [sum, count] = [0, 0];
  for (const { load } of micros) {
    if (Number.isNaN(load)) continue;
    sum += load;
    count += 1;
  }
  return count === 0 ? NaN : sum / count;
}

function mergedOver(index: number, micros: readonly Micro[]): Reading | null {
  if (micros.length === 1) return micros[0]?.readings[index] ?? null;
  const known: Reading[] = [];
  for (const { readings } of micros) {
    const reading = readings[index] ?? null;
    if (reading !== null) known.push(reading);
  }
  return mergeReadings(known);
}

/** The value of a column over some micro batches, where enough of it is known. */
export function valueOver(column: Column, micros: readonly Micro[]): number | null {
  const index = column.signal.index;
  const merged = mergedOver(index, micros);
  const needed = operationsFor[column.statistic];
  if (needed !== undefined && countOf(merged) < needed / 2) return null;
  if (needed === undefined) {
    const seconds = micros.reduce((sum, micro) => sum + (micro.seconds[index] ?? 0), 0);
    if (seconds < knownSeconds) return null;
  }
  return readStatistic(column.signal, merged, column.statistic);
}

/** The micro batches with numbers from the first to before the last, of many in order. */
function between(micros: readonly Micro[], from: number, to: number): Micro[] {
  let [low, high] = [0, micros.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((micros[middle]?.number ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < micros.length && (micros[end]?.number ?? Infinity) < to) end += 1;
  return micros.slice(low, end);
}

/** A batch, and whether the hub was at its limit throughout. */
export interface MadeBatch {
  /** Null where too little of it is known. */
  readonly batch: Batch | null;
  readonly full: boolean;
}

/**
 * One batch of a column.
 * @param micros those of its stretch, in order, at least from a minute before it
 * @param number its place: it spans the micro batches from `number * length` on
 */
export function batchOf(column: Column, micros: readonly Micro[], number: number, length: number): MadeBatch {
  const [from, to] = [number * length, (number + 1) * length];
  const own = between(micros, from, to);
  const full = own.length > 0 && own.every((micro) => micro.full);
  const value = valueOver(column, own);
  if (value === null) return { batch: null, full };
  const minute = between(micros, Math.min(from, to - recentMicros), to);
  return { batch: { value, load: meanLoad(own), recent: meanLoad(minute) }, full };
}

/** Seconds of a batch of so many micro batches. */
export const secondsOf = (length: number): number => length * microSeconds;

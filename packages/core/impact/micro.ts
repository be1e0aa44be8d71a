import type { Point, Reading, SignalTable } from '../signal/index.js';
import { mergeReadings } from './merging.js';

/** Seconds of the shortest batch. */
export const microSeconds = 10;

/** Late data may change seconds so far back. */
export const amendedSeconds = 120;

/** Newest micro batches that late data may still change. */
export const unsettledMicros = amendedSeconds / microSeconds + 2;

/** Ten seconds of a hub or component, in a form that merges exactly into longer batches. */
export interface Micro {
  /** Its place in time: 0 is the first of its stretch. */
  readonly number: number;
  /** By signal index; null where nothing is known. */
  readonly readings: readonly (Reading | null)[];
  /** How many of its seconds know each signal. */
  readonly seconds: readonly number[];
  /** Operations that arrive in a second: ended ones, and the growth of those in progress where that is known; NaN if unknown. */
  readonly load: number;
  /** Work was waiting, or as much was in progress as there is room for, in most of it. */
  readonly full: boolean;
}

/** Which readings say how loaded a hub is. */
export interface LoadSigns {
  readonly throughput: number;
  readonly busy: number;
  readonly queue: number;
  /** Operations in progress at which it is full; null where that is not known. */
  readonly ceiling: number | null;
}

/** The signals of a table that say how loaded a hub is. */
export function loadSigns(table: SignalTable, ceiling: number | null): LoadSigns {
  return {
    throughput: table.get('throughput').index,
    busy: table.get('busy').index,
    queue: table.get('queue_depth').index,
    ceiling,
  };
}

function amount(point: Point, index: number): number | null {
  const reading = point.readings[index] ?? null;
  return reading?.fold === 'sum' && reading.seconds > 0 ? reading.value : null;
}

/** The share of its ceiling at which a hub counts as full. */
const nearlyFull = 0.95;

/** How loaded a hub was in some seconds. */
function loadOf(
  points: readonly Point[],
  signs: LoadSigns,
  firstBusy: number | null,
): Pick<Micro, 'load' | 'full'> {
  const { throughput, busy, queue, ceiling } = signs;
  let ended = 0;
  let known = 0;
  let full = 0;
  let lastBusy: number | null = null;
  for (const point of points) {
    const operations = amount(point, throughput);
    if (operations !== null) {
      ended += operations;
      known += 1;
    }
    const running = amount(point, busy);
    lastBusy = running ?? lastBusy;
    const crowded = ceiling !== null && (running ?? 0) >= nearlyFull * ceiling;
    if (crowded || (amount(point, queue) ?? 0) > 0) full += 1;
  }
  const growth = firstBusy === null || lastBusy === null ? 0 : (lastBusy - firstBusy) / microSeconds;
  return { load: known > 0 ? Math.max(0, ended / known + growth) : NaN, full: full > points.length / 2 };
}

/**
 * Merges the seconds of a micro batch.
 * @param points in order
 * @param signals those that are needed, by index
 * @param before the second just before it, where known: the growth of operations in progress is load too
 */
export function microOf(
  number: number,
  points: readonly Point[],
  signals: readonly number[],
  signs: LoadSigns,
  before: Point | null,
): Micro {
  const size = Math.max(0, ...signals) + 1;
  const readings = new Array<Reading | null>(size).fill(null);
  const seconds = new Array<number>(size).fill(0);
  for (const index of signals) {
    const known: Reading[] = [];
    for (const point of points) {
      const reading = point.readings[index] ?? null;
      if (reading !== null && says(reading)) known.push(reading);
    }
    readings[index] = mergeReadings(known);
    seconds[index] = known.length;
  }
  const firstBusy = before === null ? null : amount(before, signs.busy);
  return { number, readings, seconds, ...loadOf(points, signs, firstBusy) };
}

/** Whether a reading holds a value at all. */
function says(reading: Reading): boolean {
  if (reading.fold === 'sum') return reading.seconds > 0;
  if (reading.fold === 'ratio') return reading.denominator > 0;
  return reading.fold === 'distribution' && reading.distribution.count > 0;
}

import type { OutsideHistogram } from '../distribution/index.js';
import type { Millis } from '../time/index.js';

/** What changed in a series between two of its points, over the half-open stretch (from, to]. */
export interface Delta<Value> {
  readonly from: Millis | null;
  readonly to: Millis;
  readonly value: Value;
}

/** Why a point changed nothing. `first`: a counter without a known start needs a second point. */
export type NoDelta = 'first' | 'duplicate' | 'out_of_order' | 'conflict';

interface Last<Value> {
  readonly start: Millis | null;
  readonly time: Millis;
  readonly value: Value;
}

/** A process that restarts can't have begun before its forerunner's last point, give or take clock steps, ms. */
export const restartToleranceMs = 1000;

/** A first total is taken as the change since its start only when that is recent: an average over hours is no second's value, ms. */
export const longestFirstMs = 120_000;

/**
 * Turns the points of one series into deltas. Cumulative series are told apart from restarts by their start time and, failing
 * that, by a value that went down; then the new value is all that was counted since the restart.
 * Source: OpenTelemetry metrics data model, "Resets and gaps".
 */
export class DeltaSeries<Value> {
  #last: Last<Value> | null = null;

  /** @param subtract `newer - older`, or null where newer can't follow older (a counter that went down). */
  constructor(private readonly subtract: (newer: Value, older: Value) => Value | null) {}

  /** The time of the newest point, null before one. */
  get time(): Millis | null {
    return this.#last?.time ?? null;
  }

  /** A point whose value is already what changed. */
  delta(start: Millis | null, time: Millis, value: Value): Delta<Value> | NoDelta {
    const wrong = this.#wrongOrder(time);
    if (wrong !== null) return wrong;
    const from = this.#last?.time ?? null;
    this.#last = { start, time, value };
    // Its own start is exact; without one it covers what passed since the point before.
    return { from: start !== null && start < time ? start : from, to: time, value };
  }

  /** A point whose value is a running total since `start`. */
  cumulative(start: Millis | null, time: Millis, value: Value): Delta<Value> | NoDelta {
    const last = this.#last;
    if (last === null) {
      this.#last = { start, time, value };
      const recent = start !== null && start < time && time - start <= longestFirstMs;
      return recent ? { from: start, to: time, value } : 'first';
    }
    const wrong = this.#wrongOrder(time);
    if (wrong !== null) return wrong;
    const restarted = start !== null && last.start !== null && start !== last.start;
    if (restarted && start < last.time - restartToleranceMs) return 'conflict';
    const change = restarted ? null : this.subtract(value, last.value);
    this.#last = { start, time, value };
    if (change !== null) return { from: last.time, to: time, value: change };
    return { from: restarted ? start : last.time, to: time, value };
  }

  #wrongOrder(time: Millis): 'duplicate' | 'out_of_order' | null {
    const last = this.#last;
    if (last === null || time > last.time) return null;
    return time === last.time ? 'duplicate' : 'out_of_order';
  }
}

/** Counter values: null where the newer is below the older. */
export function subtractNumbers(newer: number, older: number): number | null {
  return newer >= older ? newer - older : null;
}

function subtractCounts(newer: readonly number[], older: readonly number[], shift = 0): number[] | null {
  const counts = newer.map((count, place) => count - (older[place + shift] ?? 0));
  return counts.every((count) => count >= 0) ? counts : null;
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Histograms with the same bounds or scale: null where a bucket lost values or the layout changed. */
export function subtractHistograms(
  newer: OutsideHistogram,
  older: OutsideHistogram,
): OutsideHistogram | null {
  const sum = newer.sum === null || older.sum === null ? null : newer.sum - older.sum;
  // The extremes of a running total say nothing about what came since.
  const rest = { sum, min: null, max: null };
  if (newer.kind === 'explicit' && older.kind === 'explicit') {
    const sameBounds =
      newer.bounds.length === older.bounds.length &&
      newer.bounds.every((bound, at) => bound === older.bounds[at]);
    const counts = sameBounds ? subtractCounts(newer.counts, older.counts) : null;
    return counts === null ? null : { ...newer, ...rest, counts };
  }
  if (newer.kind !== 'exponential' || older.kind !== 'exponential') return null;
  if (newer.scale > older.scale) return null;
  const before = lowerScale(older, newer.scale);
  const counts = subtractCounts(newer.counts, before.counts, newer.offset - before.offset);
  // A client that has too many buckets widens the one around zero: it takes in the lowest.
  const taken = total(before.counts.slice(0, Math.max(0, newer.offset - before.offset)));
  const zeroCount = newer.zeroCount - before.zeroCount - taken;
  if (counts === null || zeroCount < 0) return null;
  // Any other bucket that only the older one has was lost: a restart.
  if (total(counts) !== total(newer.counts) - total(before.counts) + taken) return null;
  return { ...newer, ...rest, zeroCount, counts };
}

type Exponential = OutsideHistogram & { kind: 'exponential' };

function lowerScale(histogram: Exponential, scale: number): Exponential {
  const width = 2 ** (histogram.scale - scale);
  if (width === 1) return histogram;
  const offset = Math.floor(histogram.offset / width);
  const counts: number[] = [];
  histogram.counts.forEach((count, place) => {
    const at = Math.floor((histogram.offset + place) / width) - offset;
    counts[at] = (counts[at] ?? 0) + count;
  });
  return {
    ...histogram,
    scale,
    offset,
    counts: Array.from({ length: counts.length }, (_, at) => counts[at] ?? 0),
  };
}

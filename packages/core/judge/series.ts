import type { Column, Point } from '../signal/index.js';
import type { Second } from '../time/index.js';

/** Seconds that are kept: the hour that trends and peaks look at, and the minute before it. */
export const keptSeconds = 3660;

/** Seconds a batch: long enough that neighbouring means are nearly independent. */
export const batchSeconds = 10;

/** What a point says of a column, as parts of a mean: a total and what it is divided by. */
export type Parts = readonly [total: number, weight: number];

/** The parts of a column's mean in a point; null where it is unknown, or is no mean (a quantile). */
export function partsOf(point: Point, { signal, statistic }: Column): Parts | null {
  const reading = point.readings[signal.index] ?? null;
  if (reading === null || reading.fold === 'cores') return null;
  if (reading.fold === 'sum') return [reading.value * reading.seconds, reading.seconds];
  if (reading.fold === 'ratio') {
    return reading.denominator > 0 ? [reading.numerator * signal.scale, reading.denominator] : null;
  }
  const { sum, count } = reading.distribution;
  return statistic === 'mean' && count > 0 ? [sum, count] : null;
}

/** The last hour of one column, second by second. Late values replace what was there. */
export class ColumnSeries {
  // Made with the first value: most columns of most hubs never have one.
  #totals = new Float64Array(0);
  #weights = new Float64Array(0);
  #seconds = new Float64Array(0);

  set(which: Second, parts: Parts | null): void {
    if (this.#seconds.length === 0) {
      if (parts === null) return;
      this.#totals = new Float64Array(keptSeconds);
      this.#weights = new Float64Array(keptSeconds);
      this.#seconds = new Float64Array(keptSeconds).fill(-1);
    }
    const place = which % keptSeconds;
    this.#seconds[place] = which;
    this.#totals[place] = parts?.[0] ?? 0;
    this.#weights[place] = parts?.[1] ?? 0;
  }

  /** The value of a second, null where it is unknown. */
  at(which: number): number | null {
    const place = which % keptSeconds;
    const weight = this.#seconds[place] === which ? (this.#weights[place] ?? 0) : 0;
    return weight > 0 ? (this.#totals[place] ?? 0) / weight : null;
  }

  /** The mean over [from, to), null where nothing of it is known. */
  mean(from: number, to: number): number | null {
    let [total, weight] = [0, 0];
    for (let which = from; which < to; which += 1) {
      const place = which % keptSeconds;
      if (this.#seconds[place] !== which) continue;
      total += this.#totals[place] ?? 0;
      weight += this.#weights[place] ?? 0;
    }
    return weight > 0 ? total / weight : null;
  }

  /** Means of the batches that end at or before `to`, newest first, as far back as `from`; unknown ones are left out. */
  batches(from: number, to: number): number[] {
    const means: number[] = [];
    for (let end = to; end - batchSeconds >= from; end -= batchSeconds) {
      const mean = this.mean(end - batchSeconds, end);
      if (mean !== null) means.push(mean);
    }
    return means;
  }
}

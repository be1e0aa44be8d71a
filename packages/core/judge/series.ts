import type { Column, Point } from '../signal/index.js';
import type { Second } from '../time/index.js';

/** Seconds that are kept: the hour that trends and peaks look at, and the minute before it. */
export const keptSeconds = 3660;

/** Seconds a block, of which a summary is kept so that an hour is not read second by second each second; divides the seconds kept. */
const blockSeconds = 60;

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

/** What a stretch of seconds comes to. */
export interface Span {
  readonly total: number;
  readonly weight: number;
  /** The greatest value of a second, and the newest second that had it; null where nothing is known. */
  readonly max: number | null;
  readonly maxAt: number | null;
  readonly min: number | null;
  readonly minAt: number | null;
}

const nothing: Span = { total: 0, weight: 0, max: null, maxAt: null, min: null, minAt: null };

/** One stretch, and another that follows it. */
function followed(a: Span, b: Span): Span {
  const higher = b.max !== null && (a.max === null || b.max >= a.max);
  const lower = b.min !== null && (a.min === null || b.min <= a.min);
  return {
    total: a.total + b.total,
    weight: a.weight + b.weight,
    max: higher ? b.max : a.max,
    maxAt: higher ? b.maxAt : a.maxAt,
    min: lower ? b.min : a.min,
    minAt: lower ? b.minAt : a.minAt,
  };
}

/** The last hour of one column, second by second. Late values replace what was there. */
export class ColumnSeries {
  // Made with the first value: most columns of most hubs never have one.
  #totals = new Float64Array(0);
  #weights = new Float64Array(0);
  #seconds = new Float64Array(0);
  /** Means of whole batches, NaN where nothing is known, by their place, and the numbers of those that are there. */
  #means = new Float64Array(0);
  #meansOf = new Float64Array(0);
  /** Summaries of whole blocks, made when they are asked for, by their place in the kept seconds. */
  readonly #blocks: ({ readonly number: number; readonly span: Span } | undefined)[] = [];

  set(which: Second, parts: Parts | null): void {
    if (this.#seconds.length === 0) {
      if (parts === null) return;
      this.#totals = new Float64Array(keptSeconds);
      this.#weights = new Float64Array(keptSeconds);
      this.#seconds = new Float64Array(keptSeconds).fill(-1);
      this.#means = new Float64Array(keptSeconds / batchSeconds);
      this.#meansOf = new Float64Array(keptSeconds / batchSeconds).fill(-1);
    }
    const place = which % keptSeconds;
    this.#meansOf[Math.floor(place / batchSeconds)] = -1;
    this.#blocks[Math.floor(place / blockSeconds)] = undefined;
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
    if (this.#seconds.length === 0) return null;
    let [total, weight] = [0, 0];
    for (let which = from; which < to; which += 1) {
      const place = which % keptSeconds;
      if (this.#seconds[place] !== which) continue;
      total += this.#totals[place] ?? 0;
      weight += this.#weights[place] ?? 0;
    }
    return weight > 0 ? total / weight : null;
  }

  /** Extremes and sums of [from, to). */
  span(from: number, to: number): Span {
    if (this.#seconds.length === 0) return nothing;
    const first = Math.min(to, Math.ceil(from / blockSeconds) * blockSeconds);
    const last = Math.max(first, Math.floor(to / blockSeconds) * blockSeconds);
    let span = this.#read(from, first);
    for (let start = first; start < last; start += blockSeconds) span = followed(span, this.#block(start));
    return followed(span, this.#read(last, to));
  }

  #block(start: number): Span {
    const number = start / blockSeconds;
    const place = number % (keptSeconds / blockSeconds);
    let block = this.#blocks[place];
    if (block?.number !== number) {
      block = { number, span: this.#read(start, start + blockSeconds) };
      this.#blocks[place] = block;
    }
    return block.span;
  }

  #read(from: number, to: number): Span {
    let { total, weight, max, maxAt, min, minAt } = nothing;
    for (let which = from; which < to; which += 1) {
      const place = which % keptSeconds;
      const mine = this.#weights[place] ?? 0;
      if (this.#seconds[place] !== which || mine <= 0) continue;
      const sum = this.#totals[place] ?? 0;
      const value = sum / mine;
      total += sum;
      weight += mine;
      if (max === null || value >= max) [max, maxAt] = [value, which];
      if (min === null || value <= min) [min, minAt] = [value, which];
    }
    return { total, weight, max, maxAt, min, minAt };
  }

  /** Means of the batches that end at or before `to`, newest first, as far back as `from`; unknown ones are left out. */
  batches(from: number, to: number): number[] {
    const means: number[] = [];
    if (this.#seconds.length === 0) return means;
    for (let end = to; end - batchSeconds >= from; end -= batchSeconds) {
      const mean = this.mean(end - batchSeconds, end);
      if (mean !== null) means.push(mean);
    }
    return means;
  }

  /** The same of batches that begin at multiples of their length, which are read once for all seconds that ask for them. */
  wholeBatches(from: number, to: number): number[] {
    const means: number[] = [];
    if (this.#seconds.length === 0) return means;
    const oldest = Math.ceil(from / batchSeconds);
    for (let number = Math.floor(to / batchSeconds) - 1; number >= oldest; number -= 1) {
      const mean = this.#batch(number);
      if (!Number.isNaN(mean)) means.push(mean);
    }
    return means;
  }

  #batch(number: number): number {
    const place = number % this.#means.length;
    if (this.#meansOf[place] !== number) {
      this.#meansOf[place] = number;
      this.#means[place] = this.mean(number * batchSeconds, (number + 1) * batchSeconds) ?? NaN;
    }
    return this.#means[place] ?? NaN;
  }
}

import type { Column, Point } from '../signal/index.js';
import type { Second } from '../time/index.js';
import { Stretch } from './stretch.js';

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

/** Whole blocks, summed up: the seconds that they begin and end with. */
interface Summed {
  readonly begin: number;
  readonly end: number;
  readonly stretch: Stretch;
}

/** Whole batches: the numbers of the first and of the one after the last, and the means of those that are known. */
interface Asked {
  readonly begin: number;
  readonly end: number;
  readonly means: readonly number[];
}

const none: readonly number[] = [];

/** The last hour of one column, second by second. Late values replace what was there. */
export class ColumnSeries {
  // Made with the first value: most columns of most hubs never have one.
  #totals = new Float64Array(0);
  #weights = new Float64Array(0);
  #seconds = new Float64Array(0);
  /** Means of whole batches, NaN where nothing is known, by their place, and the numbers of those that are there. */
  #means = new Float64Array(0);
  #meansOf = new Float64Array(0);
  /** Summaries of whole blocks, made when they are asked for, by their place in the kept seconds, and the numbers of those that are there. */
  readonly #blocks: Stretch[] = [];
  #blocksOf = new Float64Array(0);
  /** The batches that were asked for last, while they hold. */
  #asked: Asked | null = null;
  /** The whole blocks of the hour that was asked for last, while they hold. */
  #summed: Summed | null = null;

  set(which: Second, parts: Parts | null): void {
    if (this.#seconds.length === 0) {
      if (parts === null) return;
      this.#totals = new Float64Array(keptSeconds);
      this.#weights = new Float64Array(keptSeconds);
      this.#seconds = new Float64Array(keptSeconds).fill(-1);
      this.#means = new Float64Array(keptSeconds / batchSeconds);
      this.#meansOf = new Float64Array(keptSeconds / batchSeconds).fill(-1);
      this.#blocksOf = new Float64Array(keptSeconds / blockSeconds).fill(-1);
    }
    const place = which % keptSeconds;
    const batch = Math.floor(place / batchSeconds);
    this.#meansOf[batch] = -1;
    this.#blocksOf[Math.floor(place / blockSeconds)] = -1;
    this.#amended(which, this.#seconds[place] ?? -1);
    this.#seconds[place] = which;
    this.#totals[place] = parts?.[0] ?? 0;
    this.#weights[place] = parts?.[1] ?? 0;
  }

  /** What was asked for holds no more when one of its seconds is told anew, or gives its place to another. */
  #amended(which: number, gone: number): void {
    if (this.#asked !== null) {
      const { begin, end } = this.#asked;
      if (which < end * batchSeconds || gone >= begin * batchSeconds) this.#asked = null;
    }
    if (this.#summed !== null && (which < this.#summed.end || gone >= this.#summed.begin))
      this.#summed = null;
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
  span(from: number, to: number): Stretch {
    const span = new Stretch();
    if (this.#seconds.length === 0) return span;
    const first = Math.min(to, Math.ceil(from / blockSeconds) * blockSeconds);
    const last = Math.max(first, Math.floor(to / blockSeconds) * blockSeconds);
    this.#read(from, first, span);
    if (first < last) span.append(this.#sum(first, last));
    this.#read(last, to, span);
    return span;
  }

  /** The whole blocks from one second to another, summed up once a minute. */
  #sum(begin: number, end: number): Stretch {
    if (this.#summed?.begin === begin && this.#summed.end === end) return this.#summed.stretch;
    const stretch = new Stretch();
    for (let start = begin; start < end; start += blockSeconds) stretch.append(this.#block(start));
    // Of a minute there is a block at most, and its sum is cheaper than the hour's to make again.
    if (end - begin > blockSeconds) this.#summed = { begin, end, stretch };
    return stretch;
  }

  #block(start: number): Stretch {
    const number = start / blockSeconds;
    const place = number % (keptSeconds / blockSeconds);
    const block = (this.#blocks[place] ??= new Stretch());
    if (this.#blocksOf[place] !== number) {
      this.#blocksOf[place] = number;
      block.clear();
      this.#read(start, start + blockSeconds, block);
    }
    return block;
  }

  #read(from: number, to: number, into: Stretch): void {
    for (let which = from; which < to; which += 1) {
      const place = which % keptSeconds;
      const weight = this.#weights[place] ?? 0;
      if (this.#seconds[place] === which && weight > 0) into.add(which, this.#totals[place] ?? 0, weight);
    }
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

  /**
   * The same of batches that begin at multiples of their length, which are read once for all seconds that ask for them; the same
   * array for as long as they are the same.
   */
  wholeBatches(from: number, to: number): readonly number[] {
    if (this.#seconds.length === 0) return none;
    const [begin, end] = [Math.ceil(from / batchSeconds), Math.floor(to / batchSeconds)];
    if (this.#asked?.begin === begin && this.#asked.end === end) return this.#asked.means;
    const means: number[] = [];
    for (let number = end - 1; number >= begin; number -= 1) {
      const mean = this.#batch(number);
      if (!Number.isNaN(mean)) means.push(mean);
    }
    this.#asked = { begin, end, means };
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

import type { Better } from '../signal/index.js';
import { shift, type Second } from '../time/index.js';
import type { Trend } from '../wire/index.js';
import { tellEverySeconds } from './peaks.js';
import { batchSeconds, type ColumnSeries } from './series.js';

/** Seconds of the stretch that is compared, and the most and the least that it is compared with. */
const recentSeconds = 60;
const longestBefore = 3600;
const shortestBefore = 120;

/** A change within this share is no change. */
const tolerance = 0.01;
const standardErrors = 2;

const unknown: Trend = { change: null, verdict: 'unknown' };

interface Batched {
  readonly mean: number;
  /** The squared standard error of the mean, from how far batch means lie apart. */
  readonly error2: number;
  readonly count: number;
}

function batched(means: readonly number[]): Batched | null {
  const count = means.length;
  if (count < 2) return null;
  const mean = means.reduce((sum, each) => sum + each, 0) / count;
  const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
  return { mean, error2: variance / count, count };
}

/** The same of the batches of an hour, which are the same ones for ten seconds. */
class Hour {
  #means: readonly number[] | null = null;
  #batched: Batched | null = null;

  of(means: readonly number[]): Batched | null {
    if (means !== this.#means) [this.#means, this.#batched] = [means, batched(means)];
    return this.#batched;
  }
}

/**
 * The last minute against the hour before it (DESIGN.md section 7): a change counts when it exceeds 1 % and two standard errors
 * of the difference of batch means. It describes; it proves nothing.
 * @param last the newest second
 * @param hour what is known from the second before, of the same series
 */
export function trendOf(series: ColumnSeries, better: Better, last: Second, hour = new Hour()): Trend {
  const now = shift(last, 1);
  const split = shift(now, -recentSeconds);
  const recent = batched(series.batches(split, now));
  const before = hour.of(series.wholeBatches(split - longestBefore, split));
  if (recent === null || before === null || recent.count < recentSeconds / batchSeconds / 2) return unknown;
  if (before.count < shortestBefore / batchSeconds || before.mean === 0) return unknown;
  const difference = recent.mean - before.mean;
  const change = difference / Math.abs(before.mean);
  const real =
    Math.abs(change) > tolerance &&
    Math.abs(difference) > standardErrors * Math.sqrt(recent.error2 + before.error2);
  if (!real) return { change: change * 100, verdict: 'steady' };
  if (better === null) return { change: change * 100, verdict: 'changed' };
  return { change: change * 100, verdict: difference > 0 === (better === 'higher') ? 'better' : 'worse' };
}

/** The trend of a column from second to second: the same one as long as its verdict is, and for so many seconds. */
export class Trends {
  #told: Trend | null = null;
  readonly #hour = new Hour();

  /** @param turn in which second of each five it is told anew: not those of all columns at once */
  constructor(
    private readonly series: ColumnSeries,
    private readonly better: Better,
    private readonly turn: number,
  ) {}

  at(last: Second): Trend {
    const now = trendOf(this.series, this.better, last, this.#hour);
    const due = (last - this.turn) % tellEverySeconds === 0;
    if (this.#told === null || due || now.verdict !== this.#told.verdict) this.#told = now;
    return this.#told;
  }
}

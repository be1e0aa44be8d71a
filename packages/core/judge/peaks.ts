import { millis, second, secondOf, shift, startOf, type Second } from '../time/index.js';
import type { Peak } from '../wire/index.js';
import type { ColumnSeries } from './series.js';

/** The spans of time that extremes are told of, s. */
export const peakSpans = [60, 3600] as const;

function peakOver(series: ColumnSeries, last: Second, over: number): Peak {
  const { total, weight, max, maxAt, min, minAt } = series.span(last - over + 1, last + 1);
  if (weight <= 0) return { over, max: null, max_at: null, min: null, min_at: null, mean: null };
  return {
    over,
    max,
    max_at: startOf(second(maxAt)),
    min,
    min_at: startOf(second(minAt)),
    mean: total / weight,
  };
}

/** Extremes and mean of the last minute and the last hour. */
export function peaksOf(series: ColumnSeries, last: Second): Peak[] {
  return peakSpans.map((over) => peakOver(series, last, over));
}

/** Extremes are told anew as soon as they change; means and trends, which always do, each so many seconds. */
export const tellEverySeconds = 5;

/** The peaks of a column from second to second: the same ones as long as there is nothing new to tell. */
export class Peaks {
  #told: Peak[] = [];

  /**
   * @param series the column's last hour
   * @param turn in which second of each five its means are told anew: not those of all columns at once
   */
  constructor(
    private readonly series: ColumnSeries,
    private readonly turn: number,
  ) {}

  at(last: Second): Peak[] {
    const newMeans = (last - this.turn) % tellEverySeconds === 0;
    this.#told = peaksOf(this.series, last).map((now, index) => {
      const told = this.#told[index];
      if (told === undefined) return now;
      const since = startOf(shift(last, 1 - now.over));
      const maxAt = this.#moment(told.max_at, now.max, now.max_at, since);
      const minAt = this.#moment(told.min_at, now.min, now.min_at, since);
      const same =
        told.max === now.max && told.min === now.min && told.max_at === maxAt && told.min_at === minAt;
      return same && !newMeans ? told : { ...now, max_at: maxAt, min_at: minAt };
    });
    return this.#told;
  }

  /** When an extreme was: where it is reached again, the moment that was told stands for it while it lies in the span. */
  #moment(told: number | null, value: number | null, newest: number | null, since: number): number | null {
    const holds = told !== null && told >= since && this.series.at(secondOf(millis(told))) === value;
    return holds ? told : newest;
  }
}

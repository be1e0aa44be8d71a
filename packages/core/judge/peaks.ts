import { second, startOf, type Second } from '../time/index.js';
import type { Peak } from '../wire/index.js';
import type { ColumnSeries } from './series.js';

/** The spans of time that extremes are told of, s. */
export const peakSpans = [60, 3600] as const;

function peakOver(series: ColumnSeries, last: Second, over: number): Peak {
  let max: number | null = null;
  let maxAt: number | null = null;
  let min: number | null = null;
  let minAt: number | null = null;
  for (let which = last - over + 1; which <= last; which += 1) {
    const value = series.at(which);
    if (value === null) continue;
    if (max === null || value >= max) [max, maxAt] = [value, which];
    if (min === null || value <= min) [min, minAt] = [value, which];
  }
  const moment = (which: number | null): number | null => (which === null ? null : startOf(second(which)));
  return {
    over,
    max,
    max_at: moment(maxAt),
    min,
    min_at: moment(minAt),
    mean: series.mean(last - over + 1, last + 1),
  };
}

/** Extremes and mean of the last minute and the last hour. */
export function peaksOf(series: ColumnSeries, last: Second): Peak[] {
  return peakSpans.map((over) => peakOver(series, last, over));
}

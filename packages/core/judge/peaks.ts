import { second, startOf, type Second } from '../time/index.js';
import type { Peak } from '../wire/index.js';
import type { ColumnSeries } from './series.js';

/** The spans of time that extremes are told of, s. */
export const peakSpans = [60, 3600] as const;

function peakOver(series: ColumnSeries, last: Second, over: number): Peak {
  const { total, weight, max, maxAt, min, minAt } = series.span(last - over + 1, last + 1);
  const moment = (which: number | null): number | null => (which === null ? null : startOf(second(which)));
  return {
    over,
    max,
    max_at: moment(maxAt),
    min,
    min_at: moment(minAt),
    mean: weight > 0 ? total / weight : null,
  };
}

/** Extremes and mean of the last minute and the last hour. */
export function peaksOf(series: ColumnSeries, last: Second): Peak[] {
  return peakSpans.map((over) => peakOver(series, last, over));
}

import type { liveSeconds } from '../wire/index.js';

/** Seconds that are kept at full rate; the type ties it to the wire's own figure. */
export const keptSeconds: typeof liveSeconds = 90;

export type Value = number | null;
export type Values = readonly Value[];

/** The newest seconds of a hub, one array a column, all of one length, oldest first; a second that is missing is null. */
export interface Series {
  /** s since the epoch; null where no second is known. */
  readonly from: number | null;
  readonly length: number;
  /** In the order of the columns. */
  readonly columns: readonly Values[];
  /** One array a second, one value a core. */
  readonly cores: readonly Values[];
}

/** The newest second that the series covers, s since the epoch; null where it covers none. */
export function newestSecond(series: Series): number | null {
  return series.from === null || series.length === 0 ? null : series.from + series.length - 1;
}

/** Where a second stands after {@link placeSecond} made room for it. */
export interface Placing {
  readonly from: number;
  readonly length: number;
  /** How many of the oldest seconds leave. */
  readonly drop: number;
  /** The index of the second. */
  readonly index: number;
}

/**
 * Makes room for a second: the same room where the series covers it, longer (and the oldest dropped past {@link keptSeconds})
 * where it is newer; null where it is older than all that is kept.
 */
export function placeSecond(series: Pick<Series, 'from' | 'length'>, second: number): Placing | null {
  const { from, length } = series;
  if (from === null || length === 0) return { from: second, length: 1, drop: 0, index: 0 };
  if (second < from) return null;
  const needed = Math.max(length, second - from + 1);
  const drop = Math.max(0, needed - keptSeconds);
  return { from: from + drop, length: needed - drop, drop, index: second - from - drop };
}

/** One array after {@link placeSecond}: the oldest left out, seconds in between null, the value in its place. */
export function placeValue<T>(values: readonly T[], placing: Placing, value: T, missing: T): readonly T[] {
  const placed = values.slice(placing.drop, placing.drop + placing.length);
  while (placed.length < placing.length) placed.push(missing);
  placed[placing.index] = value;
  return placed;
}

const noCores: Values = [];

/** The series with one second's values put in (new, or in place of what stood there). */
export function putSecond(series: Series, second: number, values: Values, cores: Values): Series {
  const placing = placeSecond(series, second);
  if (placing === null) return series;
  return {
    from: placing.from,
    length: placing.length,
    columns: series.columns.map((column, index) =>
      placeValue<Value>(column, placing, values[index] ?? null, null),
    ),
    cores: placeValue<Values>(series.cores, placing, cores, noCores),
  };
}

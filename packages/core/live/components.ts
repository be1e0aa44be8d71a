import type { ComponentRow } from '../wire/index.js';
import { placeSecond, placeValue, type Series, type Value, type Values } from './series.js';

/** A component's row: its newest values in the order of the component columns, and its throughput over the series. */
export interface Row {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly values: Values;
  readonly throughput: Values;
}

export type Rows = ReadonlyMap<string, Row>;

/** A change of one component as a frame carries it: its key, then its values. */
export type RowChange = readonly [string, ...Value[]];

/** A key is `kind:name`; a name may hold colons. */
function named(key: string): Pick<Row, 'key' | 'kind' | 'name'> {
  const colon = key.indexOf(':');
  return colon < 0
    ? { key, kind: '', name: key }
    : { key, kind: key.slice(0, colon), name: key.slice(colon + 1) };
}

export function rowsOf(rows: readonly ComponentRow[]): Rows {
  return new Map(
    rows.map(({ key, kind, name, values, throughput }) => [key, { key, kind, name, values, throughput }]),
  );
}

/**
 * The rows after a second. Who is not among the changes has the values of the frame before, in that second too.
 * `before` is the series before the second was put in, `throughputAt` the index of throughput in the component columns.
 */
export function putRows(
  rows: Rows,
  before: Pick<Series, 'from' | 'length'>,
  second: number,
  changes: readonly RowChange[],
  gone: readonly string[],
  throughputAt: number,
): Rows {
  const placing = placeSecond(before, second);
  if (placing === null) return rows;
  const changed = new Map(changes.map(([key, ...values]) => [key, values]));
  const next = new Map<string, Row>();
  for (const row of rows.values()) {
    const values = changed.get(row.key) ?? row.values;
    next.set(row.key, {
      ...row,
      values,
      throughput: placeValue<Value>(row.throughput, placing, values[throughputAt] ?? null, null),
    });
  }
  for (const [key, values] of changed) {
    if (next.has(key)) continue;
    const empty = Array.from({ length: before.length }, () => null);
    next.set(key, {
      ...named(key),
      values,
      throughput: placeValue<Value>(empty, placing, values[throughputAt] ?? null, null),
    });
  }
  for (const key of gone) next.delete(key);
  return next;
}

/** The rows after late data changed one second: only who is named changes, and only in that second. */
export function amendRows(
  rows: Rows,
  series: Pick<Series, 'from' | 'length'>,
  second: number,
  changes: readonly RowChange[],
  throughputAt: number,
): Rows {
  if (series.from === null) return rows;
  const index = second - series.from;
  if (index < 0 || index >= series.length || changes.length === 0) return rows;
  const next = new Map(rows);
  for (const [key, ...values] of changes) {
    const row = next.get(key);
    if (row === undefined) continue;
    const throughput = [...row.throughput];
    throughput[index] = values[throughputAt] ?? null;
    next.set(key, { ...row, throughput, values: index === series.length - 1 ? values : row.values });
  }
  return next;
}

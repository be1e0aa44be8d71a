import { valueOf, type Column, type IndexedSignal, type Point } from '@hubscope/core/signal';
import { second, shift, type Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import { compact, coresOf } from './compact.js';

/** One second of a hub, ready for the wire. */
export interface SecondRow {
  readonly second: Second;
  /** Null where nothing closed: the hub's telemetry was not there. */
  readonly point: Point | null;
  /** In the order of the table's columns. */
  readonly values: readonly (number | null)[];
  readonly cores: readonly (number | null)[];
  /** Throughput of the components that worked in this second. */
  readonly throughput: ReadonlyMap<string, number | null>;
}

/** Late data amends up to 120 s back, and reaches into half-minute cells that began up to 30 s before that. */
export const keptSeconds = 180;

/** The columns whose values a row holds, and where it finds cores and throughput. */
export interface RowShape {
  readonly columns: readonly Column[];
  readonly throughput: Column;
  readonly cores: IndexedSignal;
}

export function rowOf(closed: ClosedSecond, shape: RowShape): SecondRow {
  const throughput = new Map<string, number | null>();
  for (const point of closed.components) {
    if (point.component !== null) throughput.set(point.component, compact(valueOf(point, shape.throughput)));
  }
  return {
    second: closed.second,
    point: closed.point,
    values: shape.columns.map((column) => compact(valueOf(closed.point, column))),
    cores: coresOf(closed.point.readings[shape.cores.index] ?? null),
    throughput,
  };
}

/** Whether the hub's operations are known in a second: then a component that has no point in it did none. */
export function isOnTime({ values }: SecondRow, { columns, throughput }: RowShape): boolean {
  return (values[columns.indexOf(throughput)] ?? null) !== null;
}

/**
 * A component's throughput in a second: 0 where it has no point though the hub's telemetry was on time, null where that was
 * not, and before the component was first seen.
 */
export function throughputIn(
  row: SecondRow,
  { key, firstSeen }: { readonly key: string; readonly firstSeen: Second },
  shape: RowShape,
): number | null {
  const worked = row.throughput.get(key);
  if (worked !== undefined) return worked;
  return row.second >= firstSeen && isOnTime(row, shape) ? 0 : null;
}

/** A second of which nothing is known. */
export function unknownRow(which: Second, shape: RowShape): SecondRow {
  return {
    second: which,
    point: null,
    values: shape.columns.map(() => null),
    cores: [],
    throughput: new Map(),
  };
}

/** The last {@link keptSeconds} seconds of a hub, none left out, oldest first. */
export class RecentSeconds {
  readonly #shape: RowShape;
  #rows: SecondRow[] = [];

  constructor(shape: RowShape) {
    this.#shape = shape;
  }

  get last(): Second | null {
    return this.#rows.at(-1)?.second ?? null;
  }

  /** The row of a second; null where it lies outside what is kept. */
  at(which: Second): SecondRow | null {
    const first = this.#rows[0];
    return first === undefined ? null : (this.#rows[which - first.second] ?? null);
  }

  /** Up to `count` newest rows, oldest first. */
  newest(count: number): readonly SecondRow[] {
    return this.#rows.slice(-count);
  }

  /** Adds a row after the last one and answers the rows of unknown seconds that it filled in between. */
  append(row: SecondRow): SecondRow[] {
    const { last } = this;
    const filled: SecondRow[] = [];
    if (last !== null) {
      const from = Math.max(last + 1, row.second - keptSeconds + 1);
      for (let missing = second(from); missing < row.second; missing = shift(missing, 1)) {
        filled.push(unknownRow(missing, this.#shape));
      }
    }
    this.#rows.push(...filled, row);
    if (this.#rows.length > keptSeconds) this.#rows.splice(0, this.#rows.length - keptSeconds);
    return filled;
  }

  /**
   * Puts an amended row in its place; false where it lies outside what is kept. A second from before the first one that
   * is kept goes in front, where late data shows that the hub began earlier.
   */
  amend(row: SecondRow): boolean {
    const first = this.#rows[0];
    const { last } = this;
    if (first === undefined || last === null || row.second > last) return false;
    if (row.second <= last - keptSeconds) return false;
    if (row.second >= first.second) {
      this.#rows[row.second - first.second] = row;
      return true;
    }
    const between: SecondRow[] = [];
    for (let missing = shift(row.second, 1); missing < first.second; missing = shift(missing, 1)) {
      between.push(unknownRow(missing, this.#shape));
    }
    this.#rows.unshift(row, ...between);
    return true;
  }
}

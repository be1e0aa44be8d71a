import { setImmediate } from 'node:timers/promises';
import { Distribution } from '@hubscope/core/distribution';
import {
  parseComponentKey,
  type Column,
  type ComponentKey,
  type HubId,
  type IndexedSignal,
  type Point,
  type Reading,
  type SignalTable,
} from '@hubscope/core/signal';
import { second, type Millis } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';

/** Larger numbers are no measurement, and would swallow all others in a sum. */
const largest = 1e15;
/** Points that one import may bring. */
export const maxPoints = 2_000_000;
/** Points of so many seconds are put in order in one turn. */
const stretchSeconds = 1024;

/** One row of a file: a moment, and a number by each column's name. */
export interface Row {
  /** Where it stands in the file, for messages; from 1. */
  readonly line: number;
  /** ms since the epoch. */
  readonly time: number;
  readonly component: ComponentKey | null;
  /** Null where the cell is empty. */
  readonly values: ReadonlyMap<string, number | null>;
}

export interface Imported {
  readonly points: readonly Point[];
  /** Columns that can't be taken in: a percentile without its distribution. */
  readonly ignored: readonly string[];
}

function refuseAll(what: string): never {
  throw new HubscopeError('invalid_import', `${what}. Nothing was imported.`);
}

function refuse(line: number, what: string): never {
  refuseAll(`Line ${String(line)}: ${what}`);
}

/** How a column can be taken in; null where its values are not enough to know the signal. */
function usable({ signal, statistic }: Column): boolean {
  return signal.fold === 'distribution' ? statistic === 'mean' : statistic === 'value';
}

function readingOf(signal: IndexedSignal, value: number, count: number | null): Reading {
  if (signal.fold === 'sum') return { fold: 'sum', value, seconds: 1 };
  if (signal.fold === 'ratio') return { fold: 'ratio', numerator: value / signal.scale, denominator: 1 };
  // The mean is all that is known: every operation stands at it.
  const distribution = new Distribution();
  distribution.record(value, count !== null && count > 0 ? count : 1);
  return { fold: 'distribution', distribution };
}

/** The columns of a file, as its rows bring them. */
class ImportColumns {
  readonly taken: Column[] = [];
  readonly ignored: string[] = [];
  readonly #seen = new Set<string>();

  constructor(private readonly table: SignalTable) {}

  /** @throws HubscopeError `invalid_import` where one is unknown */
  see(names: Iterable<string>): void {
    for (const name of names) {
      if (this.#seen.has(name)) continue;
      this.#seen.add(name);
      const column = this.table.column(name);
      if (column === null) refuseAll(`The column ${JSON.stringify(name)} is no signal`);
      if (usable(column)) this.taken.push(column);
      else if (column.statistic !== 'count') this.ignored.push(name);
    }
  }
}

/** Points by stretches of time: neither to find one nor to put all in order is ever the work of one turn. */
class Stretches {
  size = 0;
  readonly #stretches = new Map<number, Map<string, Point>>();

  /** Whether its second was not there yet; it is not taken else. */
  add(point: Point): boolean {
    const at = Math.floor(point.second / stretchSeconds);
    const key = `${String(point.second)} ${point.component ?? ''}`;
    const stretch = this.#stretches.get(at) ?? new Map<string, Point>();
    if (stretch.size === 0) this.#stretches.set(at, stretch);
    if (stretch.has(key)) return false;
    stretch.set(key, point);
    this.size += 1;
    return true;
  }

  async inOrder(): Promise<Point[]> {
    const points: Point[] = [];
    for (const [, stretch] of [...this.#stretches].sort(([a], [b]) => a - b)) {
      for (const point of [...stretch.values()].sort((a, b) => a.second - b.second)) points.push(point);
      await setImmediate();
    }
    return points;
  }
}

/**
 * Rows as the points of a hub, in order.
 * @throws HubscopeError `invalid_import` naming the first line that is wrong, as soon as it comes
 */
export async function pointsOf(
  table: SignalTable,
  hub: HubId,
  rows: AsyncIterable<Row>,
  now: Millis,
  most = maxPoints,
): Promise<Imported> {
  const columns = new ImportColumns(table);
  const points = new Stretches();
  for await (const { line, time, component, values } of rows) {
    columns.see(values.keys());
    if (!(time >= 1e9 && time <= now + 5000)) refuse(line, 'its time lies in the future or before 1970');
    if (component !== null && parseComponentKey(component) === null) {
      refuse(line, `${JSON.stringify(component)} is no component: write kind:name`);
    }
    const which = second(time / 1000);
    const readings: (Reading | null)[] = table.signals.map(() => null);
    for (const { name, signal } of columns.taken) {
      const value = values.get(name) ?? null;
      if (value === null) continue;
      if (!Number.isFinite(value) || Math.abs(value) > largest) refuse(line, `${name} is out of range`);
      if (signal.fold === 'distribution' && value < 0) refuse(line, `${name} is negative`);
      readings[signal.index] = readingOf(signal, value, values.get(`${signal.name}.count`) ?? null);
    }
    if (!points.add({ hub, component, second: which, readings }))
      refuse(line, `its second is there already (${new Date(which * 1000).toISOString()})`);
    if (points.size > most) refuse(line, `an import holds ${String(most)} points at most`);
  }
  if (points.size === 0) refuseAll('There is no row');
  if (columns.taken.length === 0) refuseAll('No column is a signal that can be taken in');
  return { points: await points.inOrder(), ignored: columns.ignored };
}

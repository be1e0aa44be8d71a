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

function refuse(line: number, what: string): never {
  throw new HubscopeError('invalid_import', `Line ${String(line)}: ${what}. Nothing was imported.`);
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

/** The columns of a header. @throws HubscopeError `invalid_import` where one is unknown, or none can be taken in */
export function importColumns(
  table: SignalTable,
  names: readonly string[],
): { taken: Column[]; ignored: string[] } {
  const found = names.map((name) => {
    const column = table.column(name);
    if (column === null) {
      throw new HubscopeError(
        'invalid_import',
        `The column ${JSON.stringify(name)} is no signal. Nothing was imported.`,
      );
    }
    return column;
  });
  const taken = found.filter(usable);
  if (taken.length === 0) {
    throw new HubscopeError(
      'invalid_import',
      'No column is a signal that can be taken in. Nothing was imported.',
    );
  }
  return {
    taken,
    ignored: found
      .filter((column) => !usable(column) && column.statistic !== 'count')
      .map(({ name }) => name),
  };
}

/**
 * Rows as the points of a hub.
 * @throws HubscopeError `invalid_import` naming the first line that is wrong
 */
export function pointsOf(
  table: SignalTable,
  hub: HubId,
  columns: readonly string[],
  rows: Iterable<Row>,
  now: Millis,
): Imported {
  const { taken, ignored } = importColumns(table, columns);
  const points = new Map<string, Point>();
  for (const { line, time, component, values } of rows) {
    if (!(time >= 1e9 && time <= now + 5000)) refuse(line, 'its time lies in the future or before 1970');
    if (component !== null && parseComponentKey(component) === null) {
      refuse(line, `${JSON.stringify(component)} is no component: write kind:name`);
    }
    const which = second(time / 1000);
    const key = `${String(which)} ${component ?? ''}`;
    if (points.has(key))
      refuse(line, `its second is there already (${new Date(which * 1000).toISOString()})`);
    const readings: (Reading | null)[] = table.signals.map(() => null);
    for (const { name, signal } of taken) {
      const value = values.get(name) ?? null;
      if (value === null) continue;
      if (!Number.isFinite(value) || Math.abs(value) > largest) refuse(line, `${name} is out of range`);
      if (signal.fold === 'distribution' && value < 0) refuse(line, `${name} is negative`);
      readings[signal.index] = readingOf(signal, value, values.get(`${signal.name}.count`) ?? null);
    }
    points.set(key, { hub, component, second: which, readings });
    if (points.size > maxPoints) refuse(line, `an import holds ${String(maxPoints)} points at most`);
  }
  if (points.size === 0) throw new HubscopeError('invalid_import', 'There is no row. Nothing was imported.');
  const sorted = [...points.values()].sort((a, b) => a.second - b.second);
  return { points: sorted, ignored };
}

import type { SignalInfo } from '../wire/index.js';
import type { HubView } from './replica.js';
import type { Value, Values } from './series.js';

/** The name under which a column is sent: `latency` and `latency.mean` are one. Null where the hub has no such column. */
export function columnIn<T>(columns: Readonly<Record<string, T>>, name: string): T | null {
  return columns[name] ?? columns[`${name}.mean`] ?? columns[name.replace(/\.mean$/, '')] ?? null;
}

/** The values of a column over the series, by the same rule; null where the hub has no such column. */
export function columnOf(view: Pick<HubView, 'columns' | 'series'>, name: string): Values | null {
  for (const each of [name, `${name}.mean`, name.replace(/\.mean$/, '')]) {
    const index = view.columns.indexOf(each);
    if (index >= 0) return view.series.columns[index] ?? null;
  }
  return null;
}

/** The newest value of a column; null where it is unknown. */
export function newestOf(view: Pick<HubView, 'columns' | 'series'>, name: string): Value {
  return columnOf(view, name)?.at(-1) ?? null;
}

/** The signal that a column is of. */
export function signalOf(signals: readonly SignalInfo[], column: string): SignalInfo | null {
  const dot = column.lastIndexOf('.');
  return (
    signals.find(({ name }) => name === column) ??
    (dot > 0 ? signals.find(({ name }) => name === column.slice(0, dot)) : undefined) ??
    null
  );
}

/** `latency` and `latency.mean` are one column; it has one name here. */
export function plainName(column: string): string {
  return column.replace(/\.mean$/, '');
}

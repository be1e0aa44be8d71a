import { HubscopeError } from '@hubscope/core/wire';
import type { FeedShape } from './feed.js';

/** What a viewer of the live form wants of its hub, in one spelling for all who want the same. */
export interface Wanted {
  /** Equal for equal wishes. */
  readonly key: string;
  /** Indexes into the table's columns. */
  readonly columns: readonly number[];
  readonly columnNames: readonly string[];
  /** Indexes into the component columns. */
  readonly componentColumns: readonly number[];
  readonly componentColumnNames: readonly string[];
  readonly cores: boolean;
  readonly components: 'all' | 'none' | ReadonlySet<string>;
}

interface Wish {
  readonly components: 'all' | 'none' | readonly string[];
  readonly signals: readonly string[] | null;
}

export const everything: Wish = { components: 'all', signals: null };

/** @throws HubscopeError `unknown_signal` where a name is neither a signal nor a column */
export function wantedOf(shape: FeedShape, wish: Wish): Wanted {
  const names = wish.signals === null ? null : new Set(wish.signals);
  const known = new Set([
    shape.cores.name,
    ...shape.columns.flatMap(({ name, signal }) => [name, signal.name]),
  ]);
  for (const name of names ?? []) {
    if (!known.has(name))
      throw new HubscopeError('unknown_signal', `No signal is named ${JSON.stringify(name)}.`);
  }
  const pick = (columns: FeedShape['columns']): number[] =>
    columns.flatMap(({ name, signal }, index) =>
      names === null || names.has(name) || names.has(signal.name) ? [index] : [],
    );
  const columns = pick(shape.columns);
  const componentColumns = pick(shape.componentColumns);
  const cores = names === null || names.has(shape.cores.name);
  const components = typeof wish.components === 'string' ? wish.components : new Set(wish.components);
  const componentsKey = typeof components === 'string' ? components : [...components].sort();
  return {
    key: JSON.stringify([names === null ? null : columns, cores, componentsKey]),
    columns,
    columnNames: columns.flatMap((index) => shape.columns[index]?.name ?? []),
    componentColumns,
    componentColumnNames: componentColumns.flatMap((index) => shape.componentColumns[index]?.name ?? []),
    cores,
    components,
  };
}

/** The values at the wanted places. */
export function pickValues(
  values: readonly (number | null)[],
  indexes: readonly number[],
): (number | null)[] {
  return indexes.map((index) => values[index] ?? null);
}

export function wantsComponent({ components }: Wanted, key: string): boolean {
  return components === 'all' || (components !== 'none' && components.has(key));
}

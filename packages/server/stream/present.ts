import { parseComponentKey, type Column } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';
import type { HubStatus, Judgement } from '@hubscope/core/wire';
import type { Feed } from './feed.js';

/** A hub as it is now, for those who ask once. */
export interface Present {
  readonly status: HubStatus;
  /** The newest closed second; null where none has closed. */
  readonly second: Second | null;
  /** Its values, by column name. */
  readonly values: Readonly<Record<string, number | null>>;
  readonly judgement: Judgement | null;
}

export interface PresentComponent {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly values: Readonly<Record<string, number | null>>;
}

function byName(
  columns: readonly Column[],
  values: readonly (number | null)[],
): Record<string, number | null> {
  return Object.fromEntries(columns.map(({ name }, index) => [name, values[index] ?? null]));
}

/** Null where the hub was never seen. */
export function presentOf(feed: Feed | null): Present | null {
  if (feed === null || feed.status === null) return null;
  const row = feed.seconds.newest(1)[0];
  return {
    status: feed.status,
    second: row?.second ?? null,
    values: byName(feed.shape.columns, row?.values ?? []),
    judgement: feed.judgement,
  };
}

/** The components that worked in the last minutes; null where the hub was never seen. */
export function presentComponentsOf(feed: Feed | null): PresentComponent[] | null {
  if (feed === null || !feed.seen) return null;
  return feed.components.list().map(({ key, values }) => {
    const { kind, name } = parseComponentKey(key) ?? { kind: 'other', name: key };
    return { key, kind, name, values: byName(feed.shape.componentColumns, values) };
  });
}

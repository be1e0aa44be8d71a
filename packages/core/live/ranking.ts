import type { Row } from './components.js';

/** A row overtakes the one above it only when it is so many times as busy. */
const clearly = 1.2;
/** Seconds whose mean says how busy a row is. */
const meanOver = 30;

/** Mean throughput of the last half minute, ops/s; unknown seconds are left out; 0 where none is known. */
export function business(row: Pick<Row, 'throughput'>): number {
  const known = row.throughput.slice(-meanOver).filter((value) => value !== null);
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/**
 * The busiest first, without rows that swap places each second: `before` (keys) is kept, and a row moves up only past rows that it
 * clearly exceeds. A new row starts at the end and finds its place by the same rule.
 */
export function rank(before: readonly string[], rows: Iterable<Row>): string[] {
  const busy = new Map<string, number>();
  for (const row of rows) busy.set(row.key, business(row));
  const kept = before.filter((key) => busy.has(key));
  const standing = new Set(kept);
  const added = [...busy.keys()].filter((key) => !standing.has(key));
  added.sort((a, b) => (busy.get(b) ?? 0) - (busy.get(a) ?? 0) || (a < b ? -1 : 1));
  const order = [...kept, ...added];
  // Insertion sort with a threshold: stable, and what does not clearly exceed its neighbour stays.
  for (let from = 1; from < order.length; from += 1) {
    const key = order[from];
    if (key === undefined) continue;
    const own = busy.get(key) ?? 0;
    let to = from;
    while (to > 0 && own > clearly * (busy.get(order[to - 1] ?? '') ?? 0)) to -= 1;
    if (to === from) continue;
    order.splice(from, 1);
    order.splice(to, 0, key);
  }
  return order;
}

import {
  parseComponentKey,
  valueOf,
  type ComponentKey,
  type Point,
  type SignalTable,
} from '@hubscope/core/signal';
import type { BalanceRow } from '@hubscope/core/wire';

/** Components that are remembered; past it new ones are left out. */
const maxComponents = 1000;

/** Work of each component over a stretch: operations in progress, summed over seconds. */
class Work {
  readonly #sums = new Map<ComponentKey, number>();

  constructor(private readonly table: SignalTable) {}

  add(point: Point): void {
    const busy = this.table.column('busy');
    if (busy === null || point.component === null) return;
    const value = valueOf(point, busy);
    if (value === null) return;
    const before = this.#sums.get(point.component);
    if (before === undefined && this.#sums.size >= maxComponents) return;
    this.#sums.set(point.component, (before ?? 0) + value);
  }

  /** The busiest ÷ the mean, by kind of component, where there is more than one of it. */
  shares(): Map<string, { count: number; ratio: number }> {
    const kinds = new Map<string, number[]>();
    for (const [key, sum] of this.#sums) {
      const kind = parseComponentKey(key)?.kind;
      // How traffic is split between variants is meant, and no imbalance.
      if (kind !== undefined && kind !== 'variant') kinds.set(kind, [...(kinds.get(kind) ?? []), sum]);
    }
    const shares = new Map<string, { count: number; ratio: number }>();
    for (const [kind, sums] of kinds) {
      const mean = sums.reduce((total, sum) => total + sum, 0) / sums.length;
      if (sums.length > 1 && mean > 0) {
        shares.set(kind, { count: sums.length, ratio: Math.max(...sums) / mean });
      }
    }
    return shares;
  }
}

/** How evenly work lies on the agents, tools and models of a hub, in the baseline and since. */
export class Balance {
  readonly #before: Work;
  readonly #after: Work;

  constructor(table: SignalTable) {
    this.#before = new Work(table);
    this.#after = new Work(table);
  }

  /** Takes in the baseline's points of components. */
  before(points: readonly Point[]): void {
    for (const point of points) this.#before.add(point);
  }

  /** Takes in one second's points of components. */
  add(points: readonly Point[]): void {
    for (const point of points) this.#after.add(point);
  }

  rows(): BalanceRow[] {
    const before = this.#before.shares();
    return [...this.#after.shares()].map(([kind, { count, ratio }]) => {
      const was = before.get(kind)?.ratio ?? null;
      const now = `the busiest ${kind} has ${ratio.toFixed(1)} times the mean of ${String(count)}`;
      const words = was === null ? now : `${now}, ${was.toFixed(1)} in the baseline`;
      return { of: `${kind}s`, count, before: was, after: ratio, words };
    });
  }
}

import type { ComponentKey } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';

/** Work counts for 1/e of itself after so long, s. */
const memorySeconds = 30;

/** Who has done less than this lately is forgotten, operations. */
const forgotten = 0.01;

/** By how much more than twice the other's work one must have done to have done far more, operations: chance alone does not bring it. */
const margin = 10;

/** How many operations each component has done lately, older ones counting less. */
export class Diligence {
  readonly #tallies = new Map<ComponentKey, { at: Second; work: number }>();
  #swept: Second | null = null;

  add(key: ComponentKey, which: Second, operations: number): void {
    const work = this.of(key, which) + operations;
    const tally = this.#tallies.get(key);
    if (tally === undefined) this.#tallies.set(key, { at: which, work });
    else Object.assign(tally, { at: which, work });
    this.#sweep(which);
  }

  of(key: ComponentKey, which: Second): number {
    const tally = this.#tallies.get(key);
    return tally === undefined ? 0 : tally.work * Math.exp((tally.at - which) / memorySeconds);
  }

  /** Whether one did more than another by more than chance explains. */
  farMore(one: ComponentKey, other: ComponentKey, which: Second): boolean {
    return this.of(one, which) > 2 * this.of(other, which) + margin;
  }

  #sweep(which: Second): void {
    if (this.#swept !== null && which - this.#swept < memorySeconds) return;
    this.#swept = which;
    for (const key of this.#tallies.keys()) if (this.of(key, which) < forgotten) this.#tallies.delete(key);
  }
}

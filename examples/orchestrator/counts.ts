/** How many questions ended in one second. */
export interface SecondCount {
  /** Seconds since the epoch. */
  readonly second: number;
  ended: number;
  errors: number;
}

/** How long seconds are remembered. */
const keptSeconds = 180;

/** The hub's own count of what it did, to hold against what telemetry says. */
export class Counts {
  #total = 0;
  #errors = 0;
  readonly #seconds = new Map<number, SecondCount>();

  /** A question's root span ended at this moment, ms since the epoch. */
  ended(endMs: number, failed: boolean): void {
    const second = Math.floor(endMs / 1000);
    const count = this.#seconds.get(second) ?? { second, ended: 0, errors: 0 };
    this.#seconds.set(second, count);
    count.ended += 1;
    this.#total += 1;
    if (failed) {
      count.errors += 1;
      this.#errors += 1;
    }
    for (const old of this.#seconds.keys()) if (old <= second - keptSeconds) this.#seconds.delete(old);
  }

  view(): { total: number; errors: number; perSecond: SecondCount[] } {
    return { total: this.#total, errors: this.#errors, perSecond: [...this.#seconds.values()] };
  }
}

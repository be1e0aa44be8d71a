/** What ended in one second. */
export interface SecondCount {
  /** Seconds since the epoch. */
  readonly second: number;
  ended: number;
  errors: number;
  /** How long these questions took in all, ms. */
  took_ms: number;
  /** CPU time of the process since its start, as of the last of them, ms. */
  cpu_ms: number;
  /** Memory of the process as of the last of them, MB. */
  memory_mb: number;
}

/** How long seconds are remembered. */
const keptSeconds = 900;

/** The hub's own log of what it did, to hold against what telemetry says. */
export class Counts {
  #total = 0;
  #errors = 0;
  readonly #seconds = new Map<number, SecondCount>();

  /**
   * A question's root span ended.
   * @param endMs ms since the epoch
   * @param tookMs since it began
   * @param use CPU time of the process since its start (ms) and its memory (MB) at that moment
   */
  ended(endMs: number, failed: boolean, tookMs: number, use: { cpuMs: number; memoryMb: number }): void {
    const second = Math.floor(endMs / 1000);
    const none = { second, ended: 0, errors: 0, took_ms: 0, cpu_ms: 0, memory_mb: 0 };
    const count = this.#seconds.get(second) ?? none;
    this.#seconds.set(second, count);
    count.ended += 1;
    count.took_ms += tookMs;
    count.cpu_ms = use.cpuMs;
    count.memory_mb = use.memoryMb;
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

/** How much may happen: a bucket that refills steadily, full at the start. */
export class Allowance {
  #left: number;
  #at: number | null = null;

  /** @param count at once, and in `perMs` from then on */
  constructor(
    private readonly count: number,
    private readonly perMs: number,
  ) {
    this.#left = count;
  }

  /** In how long there is another one, ms. */
  get eachMs(): number {
    return this.perMs / this.count;
  }

  /** Takes one where there is one. `now`: ms */
  take(now: number): boolean {
    this.#refill(now);
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** How long until there is one, ms. */
  waitMs(now: number): number {
    this.#refill(now);
    return this.#left >= 1 ? 0 : Math.ceil(((1 - this.#left) * this.perMs) / this.count);
  }

  #refill(now: number): void {
    // A clock that was set back gives nothing.
    const passed = Math.max(0, now - (this.#at ?? now));
    this.#left = Math.min(this.count, this.#left + (passed * this.count) / this.perMs);
    this.#at = now;
  }
}

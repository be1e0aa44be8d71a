/** How many messages may leave: a bucket that refills steadily, full at the start. */
export class Allowance {
  #left: number;
  #at: number | null = null;

  /** @param messages in `perMs` at most */
  constructor(
    private readonly messages: number,
    private readonly perMs: number,
  ) {
    this.#left = messages;
  }

  /** Takes one where there is one. */
  take(now: number): boolean {
    this.#refill(now);
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** How long until there is one, ms. */
  waitMs(now: number): number {
    this.#refill(now);
    return this.#left >= 1 ? 0 : Math.ceil(((1 - this.#left) * this.perMs) / this.messages);
  }

  #refill(now: number): void {
    // A clock that was set back gives nothing.
    const passed = Math.max(0, now - (this.#at ?? now));
    this.#left = Math.min(this.messages, this.#left + (passed * this.messages) / this.perMs);
    this.#at = now;
  }
}

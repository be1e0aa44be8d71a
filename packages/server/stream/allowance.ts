import type { Clock, Millis } from '@hubscope/core/time';

/** Tokens that a connection starts with, and how many it gets back each second. */
const capacity = 40;
const perSecond = 10;

/** Bounds what one connection can make the server do and answer: a token bucket. */
export class Allowance {
  readonly #clock: Clock;
  #tokens = capacity;
  #at: Millis;
  #refusals = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.now();
  }

  /** Whether something of this cost may be done; it is then paid for. */
  take(cost: number): boolean {
    this.#refill();
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    this.#refusals = 0;
    return true;
  }

  /** Whether it is the first time since anything was granted that something is not. */
  firstRefusal(): boolean {
    this.#refusals += 1;
    return this.#refusals === 1;
  }

  #refill(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(capacity, this.#tokens + (Math.max(0, now - this.#at) / 1000) * perSecond);
    this.#at = now;
  }
}

import { Distribution } from '../distribution/index.js';
import type { Millis } from '../time/index.js';

const generationMs = 60_000;

/** Learns quantiles of a quantity over the last one to two minutes. */
export class Learnt {
  #current = new Distribution();
  #previous = new Distribution();
  #turnedAt: number | null = null;
  readonly #answers = new Map<number, { readonly at: number; readonly value: number | null }>();

  /** @param freshMs how long an answer is kept before it is computed anew, ms */
  constructor(readonly freshMs = 1000) {}

  /** Takes in a value; negative ones count as zero. */
  record(value: number, now: Millis): void {
    this.#turnedAt ??= now;
    if (now - this.#turnedAt >= generationMs) {
      this.#previous = this.#current;
      this.#current = new Distribution();
      this.#turnedAt = now;
    }
    this.#current.record(Math.max(0, value));
  }

  /** The quantile `q` (0–1), null before any value. */
  quantile(q: number, now: Millis): number | null {
    const known = this.#answers.get(q);
    if (known !== undefined && now - known.at < this.freshMs) return known.value;
    const both = this.#previous.clone();
    both.merge(this.#current);
    const value = both.quantile(q);
    this.#answers.set(q, { at: now, value });
    return value;
  }
}

import { Distribution } from '../distribution/index.js';
import type { Millis } from '../time/index.js';

const generationMs = 60_000;

/** Learns a high quantile of a quantity over the last one to two minutes. */
export class LearntQuantile {
  #current = new Distribution();
  #previous = new Distribution();
  #turnedAt: number | null = null;
  #askedAt = -Infinity;
  #answer: number | null = null;

  constructor(
    readonly quantile: number,
    /** How long an answer is kept before it is computed anew, ms. */
    readonly freshMs = 1000,
  ) {}

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

  /** The quantile, null before any value. */
  value(now: Millis): number | null {
    if (now - this.#askedAt >= this.freshMs) {
      const both = this.#previous.clone();
      both.merge(this.#current);
      this.#answer = both.quantile(this.quantile);
      this.#askedAt = now;
    }
    return this.#answer;
  }
}

const remembered = 9;

/** Learns the usual interval between arrivals: the median of the last few. */
export class UsualInterval {
  #last: number | null = null;
  #intervals: number[] = [];
  /** The median, computed when it is asked for after a change; undefined: not computed. */
  #median: number | null | undefined = null;

  /** Arrivals closer together than this belong together (one export in several requests), ms. */
  constructor(readonly togetherMs = 20) {}

  arrived(at: number): void {
    if (this.#last !== null) {
      const interval = at - this.#last;
      if (interval < this.togetherMs) return;
      this.#intervals.push(interval);
      if (this.#intervals.length > remembered) this.#intervals.shift();
      this.#median = undefined;
    }
    this.#last = at;
  }

  /** ms; null before two arrivals. */
  value(): number | null {
    if (this.#median === undefined) {
      const sorted = this.#intervals.toSorted((a, b) => a - b);
      this.#median = sorted[sorted.length >> 1] ?? null;
    }
    return this.#median;
  }
}

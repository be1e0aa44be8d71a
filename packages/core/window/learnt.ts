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

/** Arrivals closer together than this belong together (one export in several requests), ms. */
export const togetherMs = 20;

const remembered = 9;
/** Where the last intervals are put in order; nothing stays in it. */
const ordered = new Float64Array(remembered);

/** Learns the usual interval between arrivals: the median of the last few. */
export class UsualInterval {
  /** NaN before one. */
  #last = NaN;
  /** The last intervals, the oldest overwritten first. */
  readonly #intervals = new Float64Array(remembered);
  #count = 0;
  /** The median; NaN before it is computed anew. */
  #median = NaN;

  /** Whether an arrival is one of its own. */
  separate(at: number): boolean {
    return !(at - this.#last < togetherMs);
  }

  arrived(at: number): void {
    if (!this.separate(at)) return;
    if (!Number.isNaN(this.#last)) {
      this.#intervals[this.#count % remembered] = at - this.#last;
      this.#count += 1;
      this.#median = NaN;
    }
    this.#last = at;
  }

  /** ms; null before two arrivals. */
  value(): number | null {
    return this.#count === 0 ? null : this.valueOr(NaN);
  }

  /** ms; `unknown` before two arrivals. */
  valueOr(unknown: number): number {
    if (this.#count === 0) return unknown;
    if (Number.isNaN(this.#median)) this.#median = this.#middle();
    return this.#median;
  }

  #middle(): number {
    const count = Math.min(this.#count, remembered);
    for (let next = 0; next < count; next += 1) {
      const interval = this.#intervals[next] ?? 0;
      let place = next;
      for (; place > 0 && (ordered[place - 1] ?? 0) > interval; place -= 1) {
        ordered[place] = ordered[place - 1] ?? 0;
      }
      ordered[place] = interval;
    }
    return ordered[count >> 1] ?? NaN;
  }
}

import { second, secondOf, shift, type Millis, type Second } from '../time/index.js';
import { amendSeconds } from './limits.js';

const length = amendSeconds + 16;

/**
 * The latest seconds of one quantity, each the time-weighted mean over the part of it that is covered by measurements. A ring of
 * plain numbers: a measurement makes no object.
 */
export class Timeline {
  /** Which second a place holds; an older turn of the ring is not it. */
  readonly #seconds = new Float64Array(length);
  /** Sum of value × covered share. */
  readonly #weighted = new Float64Array(length);
  /** Covered share of the second, 0–1. */
  readonly #covered = new Float64Array(length);
  #newest = 0;

  /** The newest second that has anything; 0 before one. */
  get newest(): number {
    return this.#newest;
  }

  /**
   * Says that the quantity was `value` from `from` (excluded) to `to` (included). Stretches longer than the timeline keep their
   * newest part.
   * @param fresh called for each second that had nothing before.
   */
  cover(from: Millis, to: Millis, value: number, fresh?: (which: Second) => void): void {
    const first = second(Math.max(secondOf(from), secondOf(to) - length + 1));
    for (let which = first; which * 1000 < to; which = shift(which, 1)) {
      const overlap = (Math.min(to, (which + 1) * 1000) - Math.max(from, which * 1000)) / 1000;
      if (overlap <= 0) continue;
      const place = which % length;
      const held = this.#seconds[place] ?? 0;
      if (held > which) continue;
      if (held < which) {
        this.#seconds[place] = which;
        this.#weighted[place] = 0;
        this.#covered[place] = 0;
        this.#newest = Math.max(this.#newest, which);
        fresh?.(which);
      }
      this.#weighted[place] = (this.#weighted[place] ?? 0) + value * overlap;
      this.#covered[place] = (this.#covered[place] ?? 0) + overlap;
    }
  }

  /** The sum of value × covered share of a second. */
  weighted(which: number): number {
    return this.#seconds[which % length] === which ? (this.#weighted[which % length] ?? 0) : 0;
  }

  /** The share of a second that is covered, 0–1. */
  covered(which: number): number {
    return this.#seconds[which % length] === which ? (this.#covered[which % length] ?? 0) : 0;
  }

  /** Says what the newest second holds, where that was counted elsewhere. */
  hold(weighted: number, covered: number): void {
    const place = this.#newest % length;
    this.#weighted[place] = weighted;
    this.#covered[place] = covered;
  }

  /** The mean over the covered part of a second, null where nothing of it is covered. */
  at(which: Second): number | null {
    const place = which % length;
    const covered = this.#covered[place] ?? 0;
    return this.#seconds[place] === which && covered > 0 ? (this.#weighted[place] ?? 0) / covered : null;
  }
}

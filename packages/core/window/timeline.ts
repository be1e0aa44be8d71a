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
  /** What {@link coverNewest} covers: from, to, value. */
  readonly stretch = new Float64Array(3);

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

  /**
   * The same for `stretch` (from, to, value) where it lies within the newest second that is known; else does nothing and answers false. A number
   * that is passed on may cost an object; one that stands in its place costs none.
   */
  coverNewest(): boolean {
    const from = this.stretch[0] ?? NaN;
    const to = this.stretch[1] ?? NaN;
    const newest = this.#newest;
    if (!(from >= newest * 1000 && to <= newest * 1000 + 1000)) return false;
    const place = newest % length;
    const covered = (to - from) / 1000;
    this.#weighted[place] = (this.#weighted[place] ?? 0) + (this.stretch[2] ?? NaN) * covered;
    this.#covered[place] = (this.#covered[place] ?? 0) + covered;
    return true;
  }

  /** The mean over the covered part of a second, null where nothing of it is covered. */
  at(which: Second): number | null {
    const place = which % length;
    const covered = this.#covered[place] ?? 0;
    return this.#seconds[place] === which && covered > 0 ? (this.#weighted[place] ?? 0) / covered : null;
  }
}

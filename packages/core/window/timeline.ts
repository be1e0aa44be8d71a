import { second, secondOf, shift, type Millis, type Second } from '../time/index.js';
import { amendSeconds } from './limits.js';

const length = amendSeconds + 16;

/**
 * The latest seconds of one quantity, each the time-weighted mean over the part of it that is covered by measurements. A ring of
 * plain numbers: a measurement makes no object.
 */
export class Timeline {
  /** Three numbers a place: which second it holds (an older turn of the ring is not it), the sum of value × covered share, and that share, 0–1. */
  readonly #ring = new Float64Array(3 * length);
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
    const ring = this.#ring;
    const first = second(Math.max(secondOf(from), secondOf(to) - length + 1));
    for (let which = first; which * 1000 < to; which = shift(which, 1)) {
      const overlap = (Math.min(to, (which + 1) * 1000) - Math.max(from, which * 1000)) / 1000;
      if (overlap <= 0) continue;
      const place = placeOf(which);
      const held = ring[place] ?? 0;
      if (held > which) continue;
      if (held < which) {
        ring[place] = which;
        ring[place + 1] = 0;
        ring[place + 2] = 0;
        this.#newest = Math.max(this.#newest, which);
        fresh?.(which);
      }
      ring[place + 1] = (ring[place + 1] ?? 0) + value * overlap;
      ring[place + 2] = (ring[place + 2] ?? 0) + overlap;
    }
  }

  /** The sum of value × covered share of a second. */
  weighted(which: number): number {
    const place = placeOf(which);
    return this.#ring[place] === which ? (this.#ring[place + 1] ?? 0) : 0;
  }

  /** The share of a second that is covered, 0–1. */
  covered(which: number): number {
    const place = placeOf(which);
    return this.#ring[place] === which ? (this.#ring[place + 2] ?? 0) : 0;
  }

  /** Says what the newest second holds, where that was counted elsewhere. */
  hold(weighted: number, covered: number): void {
    const place = placeOf(this.#newest);
    this.#ring[place + 1] = weighted;
    this.#ring[place + 2] = covered;
  }

  /** The mean over the covered part of a second, null where nothing of it is covered. */
  at(which: Second): number | null {
    const covered = this.covered(which);
    return covered > 0 ? this.weighted(which) / covered : null;
  }
}

function placeOf(which: number): number {
  return 3 * (which % length);
}

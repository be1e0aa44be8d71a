import { second, secondOf, shift, type Millis, type Second } from '../time/index.js';
import { amendSeconds } from './limits.js';

interface Cell {
  /** Which second it holds; an older turn of the ring is not it. */
  second: number;
  /** Sum of value × covered share. */
  weighted: number;
  /** Covered share of the second, 0–1. */
  covered: number;
}

const length = amendSeconds + 16;

/** The latest seconds of one quantity, each the time-weighted mean over the part of it that is covered by measurements. */
export class Timeline {
  readonly #cells: (Cell | undefined)[] = [];

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
      let cell = this.#cells[place];
      if (cell === undefined || cell.second < which) {
        cell = { second: which, weighted: 0, covered: 0 };
        this.#cells[place] = cell;
        fresh?.(which);
      }
      if (cell.second !== which) continue;
      cell.weighted += value * overlap;
      cell.covered += overlap;
    }
  }

  /** The mean over the covered part of a second, null where nothing of it is covered. */
  at(which: Second): number | null {
    const cell = this.#cells[which % length];
    return cell?.second === which && cell.covered > 0 ? cell.weighted / cell.covered : null;
  }
}

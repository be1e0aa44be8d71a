import type { Second } from '../time/index.js';
import type { Uptime } from '../wire/index.js';

const cellSeconds = 600;
const cells = 144;

/** Seconds that are not decided yet; past it the oldest count as down. */
const maxPending = 600;

interface Cell {
  up: number;
  down: number;
}

/**
 * The share of the last 24 h in which a hub reported as often as it should. A second without telemetry is decided later: it was
 * up when the hub turns out to have been idle, down when it fell silent. Seconds that nobody told of are unknown.
 */
export class UptimeRecord {
  readonly #cells = new Map<number, Cell>();
  readonly #pending = new Set<Second>();
  #last: Second | null = null;

  /** The hub reported of a second: closed, or amended. */
  up(which: Second): void {
    if (this.#pending.delete(which)) this.#count(which, 'up');
    else if (this.#news(which)) this.#count(which, 'up');
  }

  /** A second closed without telemetry. */
  missing(which: Second): void {
    if (!this.#news(which)) return;
    this.#pending.add(which);
    if (this.#pending.size <= maxPending) return;
    for (const oldest of this.#pending) {
      this.#pending.delete(oldest);
      this.#count(oldest, 'down');
      break;
    }
  }

  /** The hub is silent in this second, and was in those that are undecided. */
  silent(which: Second): void {
    for (const undecided of this.#pending) this.#count(undecided, 'down');
    this.#pending.clear();
    if (this.#news(which)) this.#count(which, 'down');
  }

  /** The last 24 h as seen from a second. */
  view(now: Second): Uptime {
    const newest = Math.floor(now / cellSeconds);
    let [up, down] = [0, 0];
    const told = Array.from({ length: cells }, (_, place): Uptime['cells'][number] => {
      const cell = this.#cells.get(newest - cells + 1 + place);
      if (cell === undefined) return 'unknown';
      up += cell.up;
      down += cell.down;
      if (cell.down === 0) return 'up';
      return cell.up === 0 ? 'down' : 'mixed';
    });
    const known = up + down;
    return { percent: known === 0 ? null : (100 * up) / known, known_seconds: known, cells: told };
  }

  #news(which: Second): boolean {
    if (this.#last !== null && which <= this.#last) return false;
    this.#last = which;
    return true;
  }

  #count(which: Second, as: keyof Cell): void {
    const number = Math.floor(which / cellSeconds);
    let cell = this.#cells.get(number);
    if (cell === undefined) {
      cell = { up: 0, down: 0 };
      this.#cells.set(number, cell);
      for (const old of this.#cells.keys()) if (old <= number - cells) this.#cells.delete(old);
    }
    cell[as] += 1;
  }
}

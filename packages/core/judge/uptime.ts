import { second, type Second } from '../time/index.js';
import type { Uptime } from '../wire/index.js';
import { cellSeconds, UptimeCell, type SecondState } from './uptime-cell.js';

const cells = 144;

/** Seconds that are not decided yet; past it the oldest count as down. */
const maxPending = 600;

/** A stretch of seconds that are all in one state. */
export interface UptimeRun {
  readonly from: Second;
  readonly seconds: number;
  readonly state: SecondState;
}

/**
 * The last 24 h of a hub, second by second: whether it reported as often as it should. A second without telemetry is decided later: it
 * was up when the hub turns out to have been idle, down when it fell silent. Seconds that nobody told of are unknown.
 */
export class UptimeRecord {
  readonly #cells = new Map<number, UptimeCell>();
  readonly #changed = new Set<number>();
  readonly #pending = new Set<Second>();
  #last: Second | null = null;

  /** The hub reported of a second: closed, or amended. */
  up(which: Second): void {
    if (this.#pending.delete(which) || this.#news(which)) this.#set(which, 'up');
  }

  /** A second closed without telemetry. */
  missing(which: Second): void {
    if (!this.#news(which)) return;
    this.#pending.add(which);
    this.#set(which, 'silent');
    if (this.#pending.size <= maxPending) return;
    for (const oldest of this.#pending) {
      this.#pending.delete(oldest);
      this.#set(oldest, 'down');
      break;
    }
  }

  /** The hub is silent in this second, and was in those that are undecided. */
  silent(which: Second): void {
    for (const undecided of this.#pending) this.#set(undecided, 'down');
    this.#pending.clear();
    if (this.#news(which)) this.#set(which, 'down');
  }

  /** Nobody was there to see what is undecided: it stays unknown. */
  lost(): void {
    for (const undecided of this.#pending) this.#set(undecided, 'unknown');
    this.#pending.clear();
  }

  /** The last 24 h as seen from a second. */
  view(now: Second): Uptime {
    const newest = Math.floor(now / cellSeconds);
    let [up, down] = [0, 0];
    const told = Array.from({ length: cells }, (_, place): Uptime['cells'][number] => {
      const cell = this.#cells.get(newest - cells + 1 + place);
      const [cellUp, cellDown] = [cell?.count('up') ?? 0, cell?.count('down') ?? 0];
      up += cellUp;
      down += cellDown;
      if (cellDown === 0) return cellUp === 0 ? 'unknown' : 'up';
      return cellUp === 0 ? 'down' : 'mixed';
    });
    const known = up + down;
    return { percent: known === 0 ? null : (100 * up) / known, known_seconds: known, cells: told };
  }

  /** The seconds of [from, to) in runs of one state. */
  runs(from: Second, to: Second): UptimeRun[] {
    const runs: { from: Second; seconds: number; state: SecondState }[] = [];
    for (let which: number = from; which < to; which += 1) {
      const state = this.#cells.get(Math.floor(which / cellSeconds))?.at(which % cellSeconds) ?? 'unknown';
      const last = runs.at(-1);
      if (last?.state === state) last.seconds += 1;
      else runs.push({ from: second(which), seconds: 1, state });
    }
    return runs;
  }

  /** The cells that changed since the last call, by number, as text to keep; null: it is too old to be kept. */
  takeChanged(): [number: number, text: string | null][] {
    const changed = [...this.#changed].map((number): [number, string | null] => [
      number,
      this.#cells.get(number)?.text() ?? null,
    ]);
    this.#changed.clear();
    return changed;
  }

  /** Puts back a cell that was kept. Seconds after it are news. */
  restore(number: number, text: string): void {
    const cell = UptimeCell.from(text);
    this.#cells.set(number, cell);
    for (let place = cellSeconds - 1; place >= 0; place -= 1) {
      if (cell.at(place) === 'unknown') continue;
      this.#last = second(Math.max(this.#last ?? 0, number * cellSeconds + place));
      break;
    }
  }

  #news(which: Second): boolean {
    if (this.#last !== null && which <= this.#last) return false;
    this.#last = which;
    return true;
  }

  #set(which: Second, state: SecondState): void {
    const number = Math.floor(which / cellSeconds);
    let cell = this.#cells.get(number);
    if (cell === undefined) {
      cell = new UptimeCell();
      this.#cells.set(number, cell);
      for (const old of this.#cells.keys()) {
        if (old > number - cells) continue;
        this.#cells.delete(old);
        this.#changed.add(old);
      }
    }
    cell.set(which % cellSeconds, state);
    this.#changed.add(number);
  }
}

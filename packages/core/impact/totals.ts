import type { Reading } from '../signal/index.js';
import { Merging, mergeReadings } from './merging.js';
import type { Micro } from './micro.js';

/** Newest micro batches that late data may still change: two minutes, and the one that is being made. */
const unsettled = 14;

/** Readings by signal index, merged. */
type Merged = Map<number, Merging>;

function addTo(merged: Merged, { readings }: Micro): void {
  readings.forEach((reading, index) => {
    if (reading === null) return;
    const merging = merged.get(index) ?? new Merging();
    merged.set(index, merging);
    merging.add(reading);
  });
}

/**
 * Each signal merged over a whole stretch, at the cost of one merge a batch: batches that change no more are merged once and for
 * all, the newest apart, so that only these are merged anew when one of them changes.
 */
export class Totals {
  readonly #settled: Merged = new Map();
  #settledBefore = 0;
  #open: Merged = new Map();
  #openBefore = 0;

  /** A micro batch that was there already has changed. */
  changed(number: number): void {
    if (number < this.#openBefore) this.#reopen();
  }

  /**
   * A signal over all micro batches so far, to be read only.
   * @param micros those of the stretch, in order: all that came since the last call, and the newest 28 before
   */
  of(index: number, micros: readonly Micro[]): Reading | null {
    const end = (micros.at(-1)?.number ?? -1) + 1;
    if (end - this.#settledBefore >= 2 * unsettled) this.#settle(end - unsettled, micros);
    for (const micro of micros) if (micro.number >= this.#openBefore) addTo(this.#open, micro);
    this.#openBefore = Math.max(this.#openBefore, end);
    return mergeReadings([
      this.#settled.get(index)?.reading() ?? null,
      this.#open.get(index)?.reading() ?? null,
    ]);
  }

  #settle(before: number, micros: readonly Micro[]): void {
    for (const micro of micros) {
      if (micro.number >= this.#settledBefore && micro.number < before) addTo(this.#settled, micro);
    }
    this.#settledBefore = before;
    this.#reopen();
  }

  #reopen(): void {
    this.#open = new Map();
    this.#openBefore = this.#settledBefore;
  }
}

import type { Reading } from '../signal/index.js';
import { Merging } from './merging.js';
import { unsettledMicros, type Micro } from './micro.js';

/** Readings by signal index, merged. */
type Merged = Map<number, Merging>;

function addReading(merged: Merged, reading: Reading | null, index: number): void {
  if (reading === null) return;
  const merging = merged.get(index) ?? new Merging();
  merged.set(index, merging);
  merging.add(reading);
}

function addTo(merged: Merged, { readings }: Micro): void {
  for (let index = 0; index < readings.length; index += 1) addReading(merged, readings[index] ?? null, index);
}

/**
 * Each signal merged over a whole stretch: a new micro batch is merged into what is there, and when late data changes one, all is
 * made anew from those that change no more, which are kept apart, and the newest.
 */
export class Totals {
  readonly #settled: Merged = new Map();
  #settledBefore = 0;
  #whole: Merged = new Map();
  #wholeBefore = 0;

  /** A micro batch that was there already has changed. */
  changed(number: number): void {
    if (number >= this.#wholeBefore) return;
    this.#whole = new Map();
    for (const [index, merging] of this.#settled) addReading(this.#whole, merging.reading(), index);
    this.#wholeBefore = this.#settledBefore;
  }

  /** Takes in what came or changed. To be told of each new one. @param micros those of the stretch, in order: all that came since the last call, and those before that late data may still change */
  take(micros: readonly Micro[]): void {
    const end = (micros.at(-1)?.number ?? -1) + 1;
    if (end <= this.#wholeBefore) return;
    for (const micro of micros) if (micro.number >= this.#wholeBefore) addTo(this.#whole, micro);
    this.#wholeBefore = end;
    this.#settle(end - unsettledMicros, micros);
  }

  /** A signal over all micro batches so far, to be read only. @param micros as for {@link take} */
  of(index: number, micros: readonly Micro[]): Reading | null {
    this.take(micros);
    return this.#whole.get(index)?.reading() ?? null;
  }

  #settle(before: number, micros: readonly Micro[]): void {
    if (before <= this.#settledBefore) return;
    for (const micro of micros) {
      if (micro.number >= this.#settledBefore && micro.number < before) addTo(this.#settled, micro);
    }
    this.#settledBefore = before;
  }
}

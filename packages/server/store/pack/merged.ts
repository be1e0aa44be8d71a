import type { Distribution } from '@hubscope/core/distribution';
import type { IndexedSignal } from '@hubscope/core/signal';
import type { Entries, Entry } from './block.js';
import type { RolledReadings } from './readings.js';
import { eachStep, stepsIn, type Cut, type Span, type Stretches } from './stretches.js';
import { sumUpOf, type SumUp } from './sum-up.js';

export interface MergedQuery extends Cut {
  readonly signal: IndexedSignal;
}

/** Merges stretches, given in order of time, into steps, and keeps one signal of each whole. */
export class Merged implements Stretches {
  readonly signals: readonly IndexedSignal[];
  readonly withExtremes = false;
  readonly #query: MergedQuery;
  readonly #sum: SumUp;
  readonly #found: Entries = new Map<number, Entry>();
  #step = 0;

  constructor(query: MergedQuery) {
    this.#query = query;
    this.signals = [query.signal];
    this.#sum = sumUpOf(query.signal, []);
  }

  take(_: IndexedSignal, span: Span, { readings }: RolledReadings): void {
    eachStep(this.#query, span, (step, index) => {
      if (step !== this.#step) this.#finish(step);
      this.#sum.add(readings, index, true);
    });
  }

  /** The steps in which the signal was known, by their number. Call it once, after the last stretch. */
  entries(): Entries {
    this.#finish(0);
    return this.#found;
  }

  /** A distribution a step, null where it was not known. Call it once, after the last stretch. */
  distributions(): (Distribution | null)[] {
    const found = this.entries();
    return Array.from({ length: stepsIn(this.#query) }, (_, step) => {
      const reading = found.get(step)?.[this.#query.signal.index]?.reading;
      return reading?.fold === 'distribution' ? reading.distribution : null;
    });
  }

  #finish(next: number): void {
    const reading = this.#sum.whole();
    if (reading !== null) {
      const entry: Entry = [];
      entry[this.#query.signal.index] = { reading, extremes: null };
      this.#found.set(this.#step, entry);
    }
    this.#sum.clear();
    this.#step = next;
  }
}

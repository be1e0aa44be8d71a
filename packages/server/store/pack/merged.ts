import type { Distribution } from '@hubscope/core/distribution';
import type { IndexedSignal } from '@hubscope/core/signal';
import type { Entries, Entry } from './block.js';
import { Roller, type Rolled } from './rolled.js';
import type { Stretches } from './steps.js';

export interface MergedQuery {
  /** s since the epoch. */
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  readonly stepSeconds: number;
  readonly signal: IndexedSignal;
}

/** Merges stretches, given in order of time, into steps, and keeps one signal of each whole. */
export class Merged implements Stretches {
  readonly signals: readonly IndexedSignal[];
  readonly #query: MergedQuery;
  readonly #roller: Roller;
  readonly #found: Entries = new Map<number, Entry>();
  #step = 0;

  constructor(query: MergedQuery) {
    this.#query = query;
    this.signals = [query.signal];
    this.#roller = new Roller(query.signal, []);
  }

  add(which: number, entry: readonly (Rolled | null | undefined)[]): void {
    const { from, to, stepSeconds, signal } = this.#query;
    const rolled = entry[signal.index] ?? null;
    if (which < from || which >= to || rolled === null) return;
    const step = Math.floor((which - from) / stepSeconds);
    if (step !== this.#step) this.#finish();
    this.#step = step;
    this.#roller.add(rolled);
  }

  /** The steps in which the signal was known, by their number. Call it once, after the last stretch. */
  entries(): Entries {
    this.#finish();
    return this.#found;
  }

  /** A distribution a step, null where it was not known. Call it once, after the last stretch. */
  distributions(): (Distribution | null)[] {
    const { from, to, stepSeconds, signal } = this.#query;
    const found = this.entries();
    return Array.from({ length: Math.max(0, Math.ceil((to - from) / stepSeconds)) }, (_, step) => {
      const reading = found.get(step)?.[signal.index]?.reading;
      return reading?.fold === 'distribution' ? reading.distribution : null;
    });
  }

  #finish(): void {
    const rolled = this.#roller.done();
    if (rolled !== null) {
      const entry: Entry = [];
      entry[this.#query.signal.index] = rolled;
      this.#found.set(this.#step, entry);
    }
    this.#roller.clear();
  }
}

import {
  readStatistic,
  statisticsOf,
  type Column,
  type IndexedSignal,
  type Statistic,
} from '@hubscope/core/signal';
import { Roller, type Rolled } from './rolled.js';

/** What one column was in each step; NaN where nothing is known. */
export interface Series {
  readonly values: Float64Array;
  /** The least and the greatest value of a single second in the step. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface StepsQuery {
  /** s since the epoch. */
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  readonly stepSeconds: number;
  readonly columns: readonly Column[];
}

/** Takes in stretches in order of time. */
export interface Stretches {
  /** What is wanted of each. */
  readonly signals: readonly IndexedSignal[];
  /** Takes in the readings, by the signal's index, of a stretch that begins at a second. */
  add(which: number, entry: readonly (Rolled | null | undefined)[]): void;
}

interface Wanted {
  readonly roller: Roller;
  readonly columns: { readonly place: number; readonly statistic: Statistic; readonly series: Series }[];
}

/** The statistic of single seconds whose extremes a column shows: `memory.max` is the greatest of `memory`. */
function watched({ signal, statistic }: Column): Statistic {
  const known = statisticsOf(signal.fold);
  return known.includes(statistic) ? statistic : (known[0] ?? statistic);
}

/** A column's value over a step. */
function valueOver(
  { fold }: IndexedSignal,
  statistic: Statistic,
  read: number | null,
  low: number,
  high: number,
): number {
  if (fold !== 'distribution' && statistic === 'min') return low;
  if (fold !== 'distribution' && statistic === 'max') return high;
  return read ?? NaN;
}

/** Merges stretches, given in order of time, into steps, and reads each column from what was merged. */
export class Steps implements Stretches {
  readonly signals: readonly IndexedSignal[];
  readonly series: readonly Series[];
  readonly #query: StepsQuery;
  readonly #wanted = new Map<IndexedSignal, Wanted>();
  #step = 0;

  constructor(query: StepsQuery) {
    this.#query = query;
    const count = Math.max(0, Math.ceil((query.to - query.from) / query.stepSeconds));
    const unknown = (): Float64Array => new Float64Array(count).fill(NaN);
    this.series = query.columns.map(() => ({ values: unknown(), low: unknown(), high: unknown() }));
    this.signals = [...new Set(query.columns.map(({ signal }) => signal))];
    for (const signal of this.signals) {
      const mine = [...query.columns.entries()].filter(([, column]) => column.signal === signal);
      const roller = new Roller(
        signal,
        mine.map(([, column]) => watched(column)),
      );
      const columns = mine.flatMap(([at, column]) => {
        const series = this.series[at];
        return series === undefined
          ? []
          : [{ place: roller.placeOf(watched(column)), statistic: column.statistic, series }];
      });
      this.#wanted.set(signal, { roller, columns });
    }
  }

  add(which: number, entry: readonly (Rolled | null | undefined)[]): void {
    const { from, to, stepSeconds } = this.#query;
    if (which < from || which >= to) return;
    const step = Math.floor((which - from) / stepSeconds);
    if (step !== this.#step) this.#finish(step);
    for (const [signal, { roller }] of this.#wanted) {
      const rolled = entry[signal.index] ?? null;
      if (rolled !== null) roller.add(rolled);
    }
  }

  /** What the step that is under way holds, by the signal's index, so that somebody else can go on with it. */
  open(): { readonly step: number; readonly entry: (Rolled | null)[] } {
    const entry: (Rolled | null)[] = [];
    for (const [signal, { roller }] of this.#wanted) entry[signal.index] = roller.done();
    return { step: this.#step, entry };
  }

  /** Call it once, after the last stretch. */
  done(): readonly Series[] {
    this.#finish(this.#step);
    return this.series;
  }

  #finish(next: number): void {
    for (const [signal, { roller, columns }] of this.#wanted) {
      const rolled = roller.done();
      for (const { place, statistic, series } of columns) {
        const low = rolled?.extremes?.low[place] ?? NaN;
        const high = rolled?.extremes?.high[place] ?? NaN;
        const read = readStatistic(signal, rolled?.reading ?? null, statistic);
        series.values[this.#step] = valueOver(signal, statistic, read, low, high);
        series.low[this.#step] = low;
        series.high[this.#step] = high;
      }
      roller.clear();
    }
    this.#step = next;
  }
}

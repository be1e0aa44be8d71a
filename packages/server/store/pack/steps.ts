import { statisticsOf, type Column, type IndexedSignal, type Statistic } from '@hubscope/core/signal';
import type { RolledReadings } from './readings.js';
import type { Rolled } from './rolled.js';
import { eachStep, stepsIn, type Cut, type Span, type Stretches } from './stretches.js';
import { sumUpOf, type SumUp } from './sum-up.js';

/** What one column was in each step; NaN where nothing is known. */
export interface Series {
  readonly values: Float64Array;
  /** The least and the greatest value of a single second in the step; of no length where they were not asked for. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface StepsQuery extends Cut {
  readonly columns: readonly Column[];
  /** Whether the extremes of single seconds are wanted; not, unless said. */
  readonly withExtremes?: boolean;
  /** Whether somebody goes on with the last step, and needs it whole. */
  readonly keepLast?: boolean;
}

/** The statistic of single seconds whose extremes a column shows: `memory.max` is the greatest of `memory`. */
function watched({ signal, statistic }: Column): Statistic {
  const known = statisticsOf(signal.fold);
  return known.includes(statistic) ? statistic : (known[0] ?? statistic);
}

/** Whether a column's value is itself an extreme of single seconds. */
const isExtreme = ({ signal, statistic }: Column): boolean =>
  signal.fold !== 'distribution' && (statistic === 'min' || statistic === 'max');

/** The extremes of one statistic over the step that is under way. */
class Extremes {
  /** Where the statistic stands among those of its signal. */
  readonly place: number;
  low = NaN;
  high = NaN;

  constructor(
    signal: IndexedSignal,
    readonly statistic: Statistic,
  ) {
    this.place = statisticsOf(signal.fold).indexOf(statistic);
  }

  /** Written so that NaN, the unknown, neither enters nor stays. */
  add(low: number, high: number): void {
    if (!(low >= this.low) && !Number.isNaN(low)) this.low = low;
    if (!(high <= this.high) && !Number.isNaN(high)) this.high = high;
  }

  clear(): void {
    [this.low, this.high] = [NaN, NaN];
  }
}

interface Output {
  readonly column: Column;
  readonly series: Series;
  readonly extremes: Extremes | null;
}

/** One signal's columns, step by step. */
class SignalSteps {
  readonly #signal: IndexedSignal;
  readonly #query: StepsQuery;
  readonly #sum: SumUp;
  readonly #outputs: readonly Output[];
  readonly #extremes: readonly Extremes[];
  readonly #last: number;
  #step = 0;
  /** What the last step held, where it is kept. */
  open: Rolled | null = null;

  constructor(signal: IndexedSignal, query: StepsQuery, outputs: readonly Omit<Output, 'extremes'>[]) {
    this.#signal = signal;
    this.#query = query;
    this.#last = (query.keepLast ?? false) ? stepsIn(query) - 1 : Infinity;
    this.#sum = sumUpOf(
      signal,
      outputs.map(({ column }) => column.statistic),
    );
    const tracked = new Map<Statistic, Extremes>();
    this.#outputs = outputs.map((output) => {
      if (!(query.withExtremes ?? false) && !isExtreme(output.column)) return { ...output, extremes: null };
      const statistic = watched(output.column);
      const extremes = tracked.get(statistic) ?? new Extremes(signal, statistic);
      tracked.set(statistic, extremes);
      return { ...output, extremes };
    });
    this.#extremes = [...tracked.values()];
  }

  get withExtremes(): boolean {
    return this.#extremes.length > 0;
  }

  take(span: Span, { readings, extremes }: RolledReadings): void {
    eachStep(this.#query, span, (step, index) => {
      if (step !== this.#step) this.finish(step);
      this.#sum.add(readings, index, step === this.#last);
      for (const each of this.#extremes) {
        if (extremes === null) {
          const value = this.#sum.readLast(each.statistic);
          each.add(value, value);
        } else {
          each.add(extremes.low[each.place]?.[index] ?? NaN, extremes.high[each.place]?.[index] ?? NaN);
        }
      }
    });
  }

  finish(next: number): void {
    for (const { column, series, extremes } of this.#outputs) {
      series.values[this.#step] = !isExtreme(column)
        ? this.#sum.read(column.statistic)
        : ((column.statistic === 'min' ? extremes?.low : extremes?.high) ?? NaN);
      if (!(this.#query.withExtremes ?? false)) continue;
      series.low[this.#step] = extremes?.low ?? NaN;
      series.high[this.#step] = extremes?.high ?? NaN;
    }
    if (this.#step === this.#last) this.open = this.#whole();
    this.#sum.clear();
    for (const each of this.#extremes) each.clear();
    this.#step = next;
  }

  #whole(): Rolled | null {
    const reading = this.#sum.whole();
    if (reading === null) return null;
    const places = statisticsOf(this.#signal.fold);
    const of = (read: (extremes: Extremes) => number): number[] =>
      places.map((_, place) => {
        const found = this.#extremes.find((each) => each.place === place);
        return found === undefined ? NaN : read(found);
      });
    return { reading, extremes: { low: of(({ low }) => low), high: of(({ high }) => high) } };
  }
}

/** Merges stretches, given in order of time, into steps, and reads each column from what was merged. */
export class Steps implements Stretches {
  readonly signals: readonly IndexedSignal[];
  readonly withExtremes: boolean;
  readonly series: readonly Series[];
  readonly #steps: ReadonlyMap<IndexedSignal, SignalSteps>;

  constructor(query: StepsQuery) {
    const count = stepsIn(query);
    const unknown = (length: number): Float64Array => new Float64Array(length).fill(NaN);
    const extremes = (query.withExtremes ?? false) ? count : 0;
    this.series = query.columns.map(() => ({
      values: unknown(count),
      low: unknown(extremes),
      high: unknown(extremes),
    }));
    this.signals = [...new Set(query.columns.map(({ signal }) => signal))];
    const outputs = query.columns.flatMap((column, at) => {
      const series = this.series[at];
      return series === undefined ? [] : [{ column, series }];
    });
    this.#steps = new Map(
      this.signals.map((signal) => {
        const mine = outputs.filter(({ column }) => column.signal === signal);
        return [signal, new SignalSteps(signal, query, mine)] as const;
      }),
    );
    this.withExtremes = [...this.#steps.values()].some((each) => each.withExtremes);
  }

  take(signal: IndexedSignal, span: Span, column: RolledReadings): void {
    this.#steps.get(signal)?.take(span, column);
  }

  /** Call it once, after the last stretch. */
  done(): readonly Series[] {
    for (const steps of this.#steps.values()) steps.finish(0);
    return this.series;
  }

  /** What the last step held, by the signal's index, so that somebody else can go on with it; after {@link done}. */
  open(): (Rolled | null)[] {
    const entry: (Rolled | null)[] = [];
    for (const [signal, { open }] of this.#steps) entry[signal.index] = open;
    return entry;
  }
}

import { type Distribution } from '@hubscope/core/distribution';
import {
  readStatistic,
  rollReadings,
  statisticsOf,
  type Reading,
  type Signal,
  type Statistic,
} from '@hubscope/core/signal';

/**
 * What one signal was over a stretch of seconds. Its reading merges exactly; its extremes are those of single seconds, so that a
 * spike one second wide is still there after a month of merging.
 */
export interface Rolled {
  readonly reading: Reading;
  /** The least and the greatest value that each statistic had in a second, in the order of `statisticsOf`; null: one second. */
  readonly extremes: Extremes | null;
}

export interface Extremes {
  /** NaN where it was never known. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The extremes of a stretch; those of a single second are its values. */
export function extremesOf(signal: Signal, { reading, extremes }: Rolled): Extremes {
  if (extremes !== null) return extremes;
  const values = statisticsOf(signal.fold).map(
    (statistic) => readStatistic(signal, reading, statistic) ?? NaN,
  );
  return { low: values, high: values };
}

/** Merges stretches of one signal, one after the other. */
export class Roller {
  readonly #signal: Signal;
  readonly #statistics: readonly Statistic[];
  #reading: Reading | null = null;
  /** Not yet anybody else's: may be merged into. */
  #own: Distribution | null = null;
  #low: number[] = [];
  #high: number[] = [];

  constructor(signal: Signal) {
    this.#signal = signal;
    this.#statistics = statisticsOf(signal.fold);
    this.clear();
  }

  add(rolled: Rolled): void {
    this.#merge(rolled.reading);
    for (const [place, statistic] of this.#statistics.entries()) {
      const { extremes } = rolled;
      const value = extremes === null ? readStatistic(this.#signal, rolled.reading, statistic) : null;
      const low = extremes === null ? value : (extremes.low[place] ?? null);
      const high = extremes === null ? value : (extremes.high[place] ?? null);
      // Written so that NaN, the unknown, neither enters nor stays.
      if (low !== null && !(low >= (this.#low[place] ?? NaN)) && !Number.isNaN(low)) this.#low[place] = low;
      if (high !== null && !(high <= (this.#high[place] ?? NaN)) && !Number.isNaN(high))
        this.#high[place] = high;
    }
  }

  /** What was merged; null where nothing was. */
  done(): Rolled | null {
    this.#own = null;
    if (this.#reading === null) return null;
    return { reading: this.#reading, extremes: { low: [...this.#low], high: [...this.#high] } };
  }

  clear(): void {
    this.#reading = null;
    this.#own = null;
    this.#low = this.#statistics.map(() => NaN);
    this.#high = this.#statistics.map(() => NaN);
  }

  #merge(reading: Reading): void {
    if (this.#reading === null) this.#reading = reading;
    else if (reading.fold === 'distribution' && this.#reading.fold === 'distribution') {
      if (this.#own === null) {
        this.#own = this.#reading.distribution.clone();
        this.#reading = { fold: 'distribution', distribution: this.#own };
      }
      this.#own.merge(reading.distribution);
    } else this.#reading = rollReadings(this.#reading, reading);
  }
}

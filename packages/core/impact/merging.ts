import { Distribution } from '../distribution/index.js';
import type { Reading } from '../signal/index.js';

type Cores = Reading & { fold: 'cores' };

/** Merges readings of one signal over stretches that do not overlap, without a new reading or histogram for each. */
export class Merging {
  #fold: Reading['fold'] | null = null;
  /** Of sums Σ value · seconds and the seconds, of ratios numerators and denominators. */
  #above = 0;
  #below = 0;
  #distribution: Distribution | null = null;
  /** They have no count of seconds: the latest stretch stands for a longer one. */
  #cores: Cores | null = null;

  add(reading: Reading): void {
    this.#fold = reading.fold;
    if (reading.fold === 'sum') {
      this.#above += reading.value * reading.seconds;
      this.#below += reading.seconds;
    } else if (reading.fold === 'ratio') {
      this.#above += reading.numerator;
      this.#below += reading.denominator;
    } else if (reading.fold === 'cores') {
      this.#cores = reading;
    } else if (this.#distribution === null) {
      this.#distribution = reading.distribution.clone();
    } else {
      this.#distribution.merge(reading.distribution);
    }
  }

  /** All of them as one; a histogram in it changes with what is added later. Null where nothing was. */
  reading(): Reading | null {
    const [above, below] = [this.#above, this.#below];
    if (this.#fold === 'sum') return { fold: 'sum', value: below === 0 ? 0 : above / below, seconds: below };
    if (this.#fold === 'ratio') return { fold: 'ratio', numerator: above, denominator: below };
    if (this.#distribution !== null) return { fold: 'distribution', distribution: this.#distribution };
    return this.#cores;
  }
}

/** Several readings of one signal as one, to be read only: it may be the only one of them. Null where there is none. */
export function mergeReadings(readings: readonly Reading[]): Reading | null {
  const [first] = readings;
  if (first === undefined || readings.length === 1) return first ?? null;
  const merging = new Merging();
  const distributions: Distribution[] = [];
  for (const reading of readings) {
    if (reading.fold === 'distribution') distributions.push(reading.distribution);
    else merging.add(reading);
  }
  if (first.fold !== 'distribution') return merging.reading();
  return { fold: 'distribution', distribution: Distribution.of(distributions) };
}

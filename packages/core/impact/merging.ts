import type { Distribution } from '../distribution/index.js';
import { rollReadings, type Reading } from '../signal/index.js';

/** Merges readings of stretches that do not overlap into one, without copying histograms over and over. */
export class Merging {
  #reading: Reading | null = null;
  #own: Distribution | null = null;
  /** How many were merged. */
  count = 0;

  add(reading: Reading): void {
    this.count += 1;
    if (reading.fold === 'distribution') {
      if (this.#own === null) this.#own = reading.distribution.clone();
      else this.#own.merge(reading.distribution);
      return;
    }
    this.#reading = this.#reading === null ? reading : rollReadings(this.#reading, reading);
  }

  /** All of them as one; it changes with what is added later. Null where nothing was. */
  reading(): Reading | null {
    return this.#own === null ? this.#reading : { fold: 'distribution', distribution: this.#own };
  }
}

/** Several readings as one, to be read only: it may be the only one of them. Null where there is none. */
export function mergeReadings(readings: readonly (Reading | null)[]): Reading | null {
  const known = readings.filter((reading) => reading !== null);
  if (known.length < 2) return known[0] ?? null;
  const merging = new Merging();
  for (const reading of known) merging.add(reading);
  return merging.reading();
}

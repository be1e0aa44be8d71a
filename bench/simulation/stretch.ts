import { Cells, judge, type Judged } from '@hubscope/core/impact';
import { batchSeconds, nextBatch, type Source } from './series.js';

/** What the engine promises by default. */
export const tolerance = 0.01;
export const alpha = 0.05;

/** A baseline and what came after it, looked at whenever a batch ends: between two of these nothing that is shown changes. */
export class Stretches {
  readonly #before = new Cells();
  readonly #after = new Cells();
  #number = 0;

  constructor(source: Source, seconds: number) {
    for (let number = 0; number < seconds / batchSeconds; number += 1) {
      this.#before.set(number, { value: nextBatch(source), load: NaN, recent: NaN });
    }
  }

  /** Seconds of the stretch after. */
  get seconds(): number {
    return this.#number * batchSeconds;
  }

  /** The next ten seconds, each multiplied. */
  look(source: Source, factor: number): Judged {
    const value = factor * nextBatch(source);
    this.#after.set(this.#number, { value, load: NaN, recent: NaN });
    this.#number += 1;
    return judge(this.#before, this.#after, {
      better: 'higher',
      tolerance,
      alpha,
      batchSeconds,
      likeForLike: false,
      forecast: false,
    });
  }
}

/** Whether an interval holds the truth; one that excludes nothing does. */
export function covers({ low, high }: Judged, truth: number): boolean {
  return low === null || high === null || (low <= truth && truth <= high);
}

/** Whether something was proven that is not so when nothing changed. */
export function isWrong({ verdict }: Judged): boolean {
  return verdict === 'improved' || verdict === 'regressed';
}

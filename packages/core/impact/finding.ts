import type { Estimate } from './estimate.js';
import type { Evidence, Judged } from './judge.js';
import type { Scale } from './sample.js';
import type { Verdict } from './types.js';

/** How many numbers an estimate has, and how many more a finding. */
const [estimateNumbers, ownNumbers] = [14, 7];

/**
 * What the last look at a signal found. Its numbers stand in arrays that the next look overwrites, unknown ones as NaN: hundreds of signals
 * are looked at in a second, and objects that live until the next look would fill the old part of the heap with garbage.
 */
export class Finding {
  readonly #numbers = new Float64Array(ownNumbers).fill(NaN);
  readonly #estimate = new Float64Array(estimateNumbers).fill(NaN);
  /** Null where there is no evidence. */
  #scale: Scale | null = null;
  batchesBefore = 0;
  batchesAfter = 0;
  verdict: Verdict = 'unknown';
  reason: string | null = null;
  apart = false;
  /** Whether only what lies at shared load was compared. */
  hasRange = false;
  likeForLike = false;
  counts = false;

  set(judged: Judged): void {
    this.verdict = judged.verdict;
    this.reason = judged.reason;
    this.apart = judged.apart;
    this.hasRange = judged.range !== null;
    const numbers = this.#numbers;
    numbers[0] = judged.change ?? NaN;
    numbers[1] = judged.low ?? NaN;
    numbers[2] = judged.high ?? NaN;
    numbers[3] = judged.secondsMore ?? NaN;
    numbers[4] = judged.correlationSeconds ?? NaN;
    numbers[5] = judged.comparedBefore;
    numbers[6] = judged.comparedAfter;
    this.#scale = judged.evidence?.scale ?? null;
    if (judged.evidence !== null) this.#keep(judged.evidence.found);
  }

  get change(): number | null {
    return this.#known(0);
  }

  get low(): number | null {
    return this.#known(1);
  }

  get high(): number | null {
    return this.#known(2);
  }

  get secondsMore(): number | null {
    return this.#known(3);
  }

  get correlationSeconds(): number | null {
    return this.#known(4);
  }

  get comparedBefore(): number {
    return this.#numbers[5] ?? 0;
  }

  get comparedAfter(): number {
    return this.#numbers[6] ?? 0;
  }

  /** What it was concluded from; null where there was nothing to conclude from. */
  evidence(): Evidence | null {
    if (this.#scale === null) return null;
    const at = (place: number): number => this.#estimate[place] ?? NaN;
    return {
      scale: this.#scale,
      found: {
        difference: at(0),
        before: at(1),
        varianceBefore: at(2),
        varianceAfter: at(3),
        information: at(4),
        tuned: at(5),
        freedom: at(6),
        batchesBefore: at(7),
        batchesAfter: at(8),
        noise: {
          batches: at(9),
          before: at(10),
          after: at(11),
          freedomBefore: at(12),
          freedomAfter: at(13),
        },
      },
    };
  }

  #keep(found: Estimate): void {
    const { noise } = found;
    const kept = this.#estimate;
    kept[0] = found.difference;
    kept[1] = found.before;
    kept[2] = found.varianceBefore;
    kept[3] = found.varianceAfter;
    kept[4] = found.information;
    kept[5] = found.tuned;
    kept[6] = found.freedom;
    kept[7] = found.batchesBefore;
    kept[8] = found.batchesAfter;
    kept[9] = noise.batches;
    kept[10] = noise.before;
    kept[11] = noise.after;
    kept[12] = noise.freedomBefore;
    kept[13] = noise.freedomAfter;
  }

  #known(place: number): number | null {
    const value = this.#numbers[place] ?? NaN;
    return Number.isNaN(value) ? null : value;
  }
}

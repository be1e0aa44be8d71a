import type { Estimate } from './estimate.js';
import type { Evidence, Judged } from './judge.js';
import type { Noise } from './noise.js';
import type { Scale } from './sample.js';
import type { Verdict } from './types.js';

/** An estimate whose numbers are overwritten by the next one. */
class KeptEstimate implements Estimate {
  difference = NaN;
  before = NaN;
  varianceBefore = NaN;
  varianceAfter = NaN;
  information = NaN;
  tuned = NaN;
  freedom = NaN;
  batchesBefore = NaN;
  batchesAfter = NaN;
  readonly noise: { -readonly [Key in keyof Noise]: number } = {
    batches: NaN,
    before: NaN,
    after: NaN,
    freedomBefore: NaN,
    freedomAfter: NaN,
  };

  set(from: Estimate): void {
    this.difference = from.difference;
    this.before = from.before;
    this.varianceBefore = from.varianceBefore;
    this.varianceAfter = from.varianceAfter;
    this.information = from.information;
    this.tuned = from.tuned;
    this.freedom = from.freedom;
    this.batchesBefore = from.batchesBefore;
    this.batchesAfter = from.batchesAfter;
    this.noise.batches = from.noise.batches;
    this.noise.before = from.noise.before;
    this.noise.after = from.noise.after;
    this.noise.freedomBefore = from.noise.freedomBefore;
    this.noise.freedomAfter = from.noise.freedomAfter;
  }
}

/**
 * What the last look at a signal found. Its numbers are overwritten by the next look, and unknown ones are NaN: hundreds of signals are
 * looked at in a second, and objects that live until their next look would fill the old part of the heap with garbage.
 */
export class Finding {
  change = NaN;
  low = NaN;
  high = NaN;
  secondsMore = NaN;
  correlationSeconds = NaN;
  comparedBefore = NaN;
  comparedAfter = NaN;
  batchesBefore = NaN;
  batchesAfter = NaN;
  verdict: Verdict = 'unknown';
  reason: string | null = null;
  apart = false;
  /** Whether only what lies at shared load was compared. */
  hasRange = false;
  likeForLike = false;
  counts = false;
  readonly #estimate = new KeptEstimate();
  /** Null where there is no evidence. */
  #scale: Scale | null = null;

  set(judged: Judged): void {
    this.change = judged.change ?? NaN;
    this.low = judged.low ?? NaN;
    this.high = judged.high ?? NaN;
    this.secondsMore = judged.secondsMore ?? NaN;
    this.correlationSeconds = judged.correlationSeconds ?? NaN;
    this.comparedBefore = judged.comparedBefore;
    this.comparedAfter = judged.comparedAfter;
    this.verdict = judged.verdict;
    this.reason = judged.reason;
    this.apart = judged.apart;
    this.hasRange = judged.range !== null;
    this.#scale = judged.evidence?.scale ?? null;
    if (judged.evidence !== null) this.#estimate.set(judged.evidence.found);
  }

  /** What it was concluded from, good until the next look; null where there was nothing to conclude from. */
  evidence(): Evidence | null {
    return this.#scale === null ? null : { found: this.#estimate, scale: this.#scale };
  }
}

/** A number that a finding knows, else null. */
export function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

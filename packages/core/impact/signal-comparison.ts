import { readStatistic, type Column } from '../signal/index.js';
import type { Baseline } from './baseline.js';
import { batchOf, lengthFor, secondsOf, valueOver } from './batching.js';
import { Cells, type Batch } from './cells.js';
import { Finding } from './finding.js';
import { conclude, judge, type Conclusion, type Judging } from './judge.js';
import type { Micro } from './micro.js';
import type { ImpactOptions } from './options.js';
import type { Stretch } from './stretch.js';
import type { LoadParity, SignalImpact } from './types.js';
import { targetState } from './verdict.js';

/** The one signal that says what users want as long as the hub keeps up, and what the hub can do once it does not. */
const demanded = 'throughput';

/** Batches at its limit that each stretch must hold for throughput to be the hub's own. */
const leastFull = 5;

/** The batches of one column in one stretch. */
class Side {
  readonly all = new Cells();
  /** Those at which the hub was at its limit. */
  readonly full = new Cells();

  set(number: number, batch: Batch | null, full: boolean): void {
    this.all.set(number, batch);
    this.full.set(number, full ? batch : null);
  }

  /** Mean load; null where it is unknown. */
  get load(): number | null {
    return this.all.summary().load;
  }
}

/** One column's comparison: its batches before and after, and what is concluded from them. */
export class SignalComparison {
  readonly #before = new Side();
  readonly #after = new Side();
  readonly #length: number | null;
  readonly #valueBefore: number | null;
  readonly #isThroughput: boolean;
  readonly #finding = new Finding();
  /** Whether a batch has ended or changed since it was judged. */
  #stale = true;

  constructor(
    readonly column: Column,
    baseline: Baseline,
    private readonly options: ImpactOptions,
  ) {
    const { micros } = baseline;
    this.#isThroughput = column.signal.name === demanded;
    this.#length = lengthFor(column, micros);
    this.#valueBefore = valueOver(column, micros);
    if (this.#length === null) return;
    const batches = Math.floor(((micros.at(-1)?.number ?? -1) + 1) / this.#length);
    for (let number = 0; number < batches; number += 1) this.#set(this.#before, micros, number, this.#length);
  }

  /** Micro batches of one of its batches; null where the baseline holds too little to say. */
  get length(): number | null {
    return this.#length;
  }

  /** Whether {@link judge} has anything new to judge. */
  get stale(): boolean {
    return this.#stale;
  }

  /** A micro batch of the stretch after is finished or has changed. */
  take(micros: readonly Micro[], micro: number): void {
    if (this.#length === null) return;
    const number = Math.floor(micro / this.#length);
    const newest = micros.at(-1)?.number ?? -1;
    if ((number + 1) * this.#length - 1 <= newest) this.#set(this.#after, micros, number, this.#length);
  }

  #set(side: Side, micros: readonly Micro[], number: number, length: number): void {
    const { batch, full } = batchOf(this.column, micros, number, length);
    side.set(number, batch, full && this.#isThroughput);
    this.#stale = true;
  }

  /** What {@link judge} last found, at another chance of error; null where it found nothing to conclude from. */
  corrected(alpha: number): Conclusion | null {
    const evidence = this.#finding.evidence();
    return evidence === null ? null : conclude(evidence, this.#judging(false, alpha));
  }

  #judging(likeForLike: boolean, alpha: number): Judging {
    return {
      better: this.column.signal.better ?? 'higher',
      tolerance: this.options.tolerance,
      alpha,
      batchSeconds: secondsOf(this.#length ?? 1),
      likeForLike,
    };
  }

  /** Concludes from the batches that there are by now. */
  judge(): void {
    const { closedLoad, countThroughput } = this.options;
    const before = this.#before;
    const after = this.#after;
    const atLimit = this.#isThroughput && before.full.batches >= leastFull && after.full.batches >= leastFull;
    const likeForLike = !this.#isThroughput && !closedLoad && before.load !== null && after.load !== null;
    const first = atLimit ? before.full : before.all;
    const second = atLimit ? after.full : after.all;
    const finding = this.#finding;
    finding.set(judge(first, second, this.#judging(likeForLike, this.options.alpha)));
    finding.batchesBefore = first.batches;
    finding.batchesAfter = second.batches;
    finding.likeForLike = likeForLike;
    finding.counts = !this.#isThroughput || closedLoad || countThroughput || atLimit;
    this.#stale = false;
  }

  /** What was last found, beside what the signal was in the stretch after. @param alpha the chance of error to conclude at */
  impact(after: Stretch, alpha: number): SignalImpact {
    const { signal, name, statistic } = this.column;
    const { counts, batchesBefore, batchesAfter, correlationSeconds } = this.#finding;
    const asJudged = alpha === this.options.alpha;
    const { change, low, high, verdict, reason, secondsMore }: Conclusion =
      (asJudged ? null : this.corrected(alpha)) ?? this.#finding;
    const target = this.options.targets.find((each) => each.signal === name) ?? null;
    return {
      signal: name,
      before: this.#valueBefore,
      after: readStatistic(signal, after.total(signal.index), statistic),
      change,
      low,
      high,
      verdict: counts ? verdict : 'unknown',
      reason: counts ? reason : 'it follows demand, and says nothing about the hub',
      secondsMore: counts ? secondsMore : null,
      counts,
      load: this.#parity(),
      batchesBefore,
      batchesAfter,
      batchSeconds: this.#length === null ? null : secondsOf(this.#length),
      correlationSeconds,
      target:
        target === null
          ? null
          : { change: target.change, state: counts ? targetState({ low, high }, target) : 'unknown' },
    };
  }

  #parity(): LoadParity {
    const { apart, hasRange, likeForLike, counts, comparedBefore, comparedAfter } = this.#finding;
    // Where nothing was compared, nothing was compared at equal load.
    const compared = !hasRange && comparedAfter === 0 ? 'ignored' : 'matched';
    const matched = apart ? 'apart' : compared;
    const own = this.options.closedLoad || this.#isThroughput ? 'limit' : 'ignored';
    return {
      kind: !counts ? 'demand' : likeForLike ? matched : own,
      before: this.#before.load,
      after: this.#after.load,
      comparedBefore,
      comparedAfter,
    };
  }
}

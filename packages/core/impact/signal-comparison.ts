import { readStatistic, type Column } from '../signal/index.js';
import type { Baseline } from './baseline.js';
import { batchOf, lengthFor, secondsOf, valueOver } from './batching.js';
import { Cells, type Batch } from './cells.js';
import { conclude, judge, type Conclusion, type Judged } from './judge.js';
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
  load(): number | null {
    let sum = 0;
    for (let index = 0; index < this.all.length; index += 1) {
      sum += this.all.weight(index) * this.all.load(index);
    }
    const mean = sum / this.all.batches;
    return Number.isNaN(mean) ? null : mean;
  }
}

/** One column's comparison: its batches before and after, and what is concluded from them. */
export class SignalComparison {
  readonly #before = new Side();
  readonly #after = new Side();
  /** Micro batches of a batch; null where the baseline holds too little to say. */
  readonly #length: number | null;
  readonly #valueBefore: number | null;
  readonly #isThroughput: boolean;
  #judged: Judged | null = null;
  /** Whether a batch has ended or changed since it was judged. */
  #stale = true;
  #corrected: { readonly alpha: number; readonly of: Judged; readonly found: Conclusion } | null = null;

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

  /** Whether {@link impact} has anything new to judge: then it costs, else it does not. */
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
    side.set(number, batch, full);
    this.#stale = true;
  }

  /** What {@link impact} last found, at another chance of error; null where it found nothing to conclude from. */
  corrected(alpha: number): Conclusion | null {
    const judged = this.#judged;
    if (judged === null || judged.evidence === null) return null;
    if (this.#corrected?.of !== judged || this.#corrected.alpha !== alpha) {
      this.#corrected = {
        alpha,
        of: judged,
        found: conclude(judged.evidence, { ...this.#judging(), alpha }),
      };
    }
    return this.#corrected.found;
  }

  #judging(): { better: 'higher' | 'lower'; tolerance: number; alpha: number; batchSeconds: number } {
    const { tolerance, alpha } = this.options;
    const batchSeconds = secondsOf(this.#length ?? 1);
    return { better: this.column.signal.better ?? 'higher', tolerance, alpha, batchSeconds };
  }

  /** What is known by now. */
  impact(after: Stretch): SignalImpact {
    const { signal, name, statistic } = this.column;
    const { closedLoad, countThroughput, targets } = this.options;
    const atLimit =
      this.#isThroughput && this.#before.full.batches >= leastFull && this.#after.full.batches >= leastFull;
    const counts = !this.#isThroughput || closedLoad || countThroughput || atLimit;
    const likeForLike =
      !this.#isThroughput && !closedLoad && this.#before.load() !== null && this.#after.load() !== null;
    const [first, second] = atLimit
      ? [this.#before.full, this.#after.full]
      : [this.#before.all, this.#after.all];
    const known = this.#stale ? null : this.#judged;
    const judged = known ?? judge(first, second, { ...this.#judging(), likeForLike });
    this.#judged = judged;
    this.#stale = false;
    const target = targets.find((each) => each.signal === name) ?? null;
    return {
      signal: name,
      before: this.#valueBefore,
      after: readStatistic(signal, after.total(signal.index), statistic),
      change: judged.change,
      low: judged.low,
      high: judged.high,
      verdict: counts ? judged.verdict : 'unknown',
      reason: counts ? judged.reason : 'it follows demand, and says nothing about the hub',
      secondsMore: counts ? judged.secondsMore : null,
      counts,
      load: this.#parity(judged, likeForLike, counts),
      batchesBefore: first.batches,
      batchesAfter: second.batches,
      batchSeconds: this.#length === null ? null : secondsOf(this.#length),
      correlationSeconds: judged.correlationSeconds,
      target:
        target === null
          ? null
          : { change: target.change, state: counts ? targetState(judged, target) : 'unknown' },
    };
  }

  #parity(judged: Judged, likeForLike: boolean, counts: boolean): LoadParity {
    // Where nothing was compared, nothing was compared at equal load.
    const compared = judged.range === null && judged.comparedAfter === 0 ? 'ignored' : 'matched';
    const matched = judged.apart ? 'apart' : compared;
    const own = this.options.closedLoad || this.#isThroughput ? 'limit' : 'ignored';
    return {
      kind: !counts ? 'demand' : likeForLike ? matched : own,
      before: this.#before.load(),
      after: this.#after.load(),
      comparedBefore: judged.comparedBefore,
      comparedAfter: judged.comparedAfter,
    };
  }
}

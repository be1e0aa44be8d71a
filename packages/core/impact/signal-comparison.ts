import type { Column, SignalTable } from '../signal/index.js';
import type { Baseline } from './baseline.js';
import { batchOf, lengthFor, loadOf, secondsOf, valueOver, type LoadKind } from './batching.js';
import { Cells } from './cells.js';
import { judge, type Judged } from './judge.js';
import type { Micro } from './micro.js';
import type { ImpactOptions } from './options.js';
import type { LoadParity, SignalImpact, Target } from './types.js';
import { targetState } from './verdict.js';

/** A running mean. */
class Mean {
  #sum = 0;
  #count = 0;
  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#sum += value;
    this.#count += 1;
  }
  value(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }
}

const throughput = 'throughput';

/** One column's comparison: its batches before and after, and what is concluded from them. */
export class SignalComparison {
  readonly #before = new Cells();
  readonly #after = new Cells();
  readonly #length: number | null;
  readonly #kind: LoadKind;
  readonly #demand: boolean;
  readonly #loadBefore = new Mean();
  readonly #loadAfter = new Mean();
  readonly #valueAfter = new Mean();
  readonly #valueBefore: number | null;

  constructor(
    table: SignalTable,
    readonly column: Column,
    baseline: Baseline,
    private readonly options: ImpactOptions,
  ) {
    const own = column.signal.name === throughput;
    this.#demand = own && !options.closedLoad && !options.countThroughput;
    this.#kind = own ? 'none' : options.closedLoad ? 'busy' : 'load';
    this.#length = lengthFor(column, baseline.micros);
    this.#valueBefore = valueOver(column, baseline.micros);
    if (this.#length === null) return;
    for (const micro of baseline.micros) this.#loadBefore.add(loadOf(micro, this.#kind));
    const last = baseline.micros.at(-1)?.number ?? -1;
    for (let number = 0; (number + 1) * this.#length - 1 <= last; number += 1) {
      this.#before.set(number, batchOf(column, baseline.micros, number, this.#length, this.#kind));
    }
  }

  /** A micro batch of the stretch after is finished or has changed. */
  take(micros: readonly Micro[], micro: number): void {
    if (this.#length === null) return;
    const number = Math.floor(micro / this.#length);
    const newest = micros.at(-1)?.number ?? -1;
    if ((number + 1) * this.#length - 1 > newest) return;
    const batch = batchOf(this.column, micros, number, this.#length, this.#kind);
    this.#after.set(number, batch);
    if (batch !== null) {
      this.#loadAfter.add(batch.load);
      this.#valueAfter.add(batch.value);
    }
  }

  impact(alpha: number, targets: readonly Target[]): SignalImpact {
    const { signal, name } = this.column;
    const length = this.#length ?? 1;
    const likeForLike =
      this.#kind !== 'none' && this.#loadBefore.value() !== null && this.#loadAfter.value() !== null;
    const judged = judge(this.#before, this.#after, {
      better: signal.better ?? 'higher',
      tolerance: this.options.tolerance,
      alpha,
      batchSeconds: secondsOf(length),
      likeForLike,
    });
    const target = targets.find((each) => each.signal === name) ?? null;
    const open = this.#demand
      ? { verdict: 'unknown' as const, reason: 'it follows demand', secondsMore: null }
      : { verdict: judged.verdict, reason: judged.reason, secondsMore: judged.secondsMore };
    return {
      signal: name,
      before: this.#valueBefore,
      after: this.#valueAfter.value(),
      change: judged.change,
      low: judged.low,
      high: judged.high,
      ...open,
      counts: !this.#demand,
      load: this.#parity(judged, likeForLike),
      batchesBefore: this.#before.batches,
      batchesAfter: this.#after.batches,
      batchSeconds: this.#length === null ? null : secondsOf(length),
      correlationSeconds: judged.correlationSeconds,
      target:
        target === null
          ? null
          : { change: target.change, state: this.#demand ? 'unknown' : targetState(judged, target) },
    };
  }

  #parity(judged: Judged, likeForLike: boolean): LoadParity {
    const { comparedBefore, comparedAfter } = judged;
    const kind = this.#demand
      ? 'demand'
      : this.#kind === 'none'
        ? 'limit'
        : !likeForLike
          ? 'ignored'
          : judged.apart
            ? 'apart'
            : 'matched';
    return {
      kind,
      before: this.#loadBefore.value(),
      after: this.#loadAfter.value(),
      comparedBefore,
      comparedAfter,
    };
  }
}

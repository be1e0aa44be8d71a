import type { Column, Point, SignalTable } from '../signal/index.js';
import type { Second } from '../time/index.js';
import { type Baseline } from './baseline.js';
import { SignalComparison } from './signal-comparison.js';
import { defaultImpactOptions, type ImpactOptions } from './options.js';
import { overallOf, scoreOf, type Part } from './overall.js';
import { Stretch } from './stretch.js';
import type { Impact, SignalImpact } from './types.js';

/** Micro batches of the stretch after that are kept: ten minutes of the longest batch, and late data. */
const keptMicros = 80;

/**
 * A baseline against the stretch that begins at a fixed moment and grows. Push each closed second once, and amended ones again: those up to
 * two minutes late change the batches they belong to. {@link impact} is cheap to call each second: it computes anew only when a
 * batch has ended or changed.
 */
export class Comparison {
  readonly #options: ImpactOptions;
  readonly #after: Stretch;
  readonly #signals: readonly SignalComparison[];
  /** Micro batches that were finished or changed since the last look. */
  readonly #changed = new Set<number>();
  #found: SignalImpact[] | null = null;
  #impact: Impact | null = null;

  /**
   * @param since the first second of the stretch after: the marker, else the end of the baseline
   */
  constructor(table: SignalTable, baseline: Baseline, since: Second, options: Partial<ImpactOptions> = {}) {
    this.#options = { ...defaultImpactOptions, ...options };
    const columns = columnsOf(table, this.#options.signals);
    this.#signals = columns.map((column) => new SignalComparison(column, baseline, this.#options));
    const signals = [...new Set(columns.map((column) => column.signal.index))];
    const { busyCeiling } = this.#options;
    this.#after = new Stretch(table, since, { signals, busyCeiling, keep: keptMicros });
  }

  /** Takes in a second of the stretch after; one that was pushed before is replaced. */
  push(point: Point): void {
    for (const number of this.#after.push(point)) this.#changed.add(number);
  }

  /** Sets seconds aside, such as a warm-up after a restart; to be said before they come. @param to excluded */
  leaveOut(from: Second, to: Second): void {
    this.#after.leaveOut(from, to);
  }

  /** What is known by now. */
  impact(): Impact {
    const changed = this.#changed.size > 0;
    for (const number of this.#changed) {
      for (const signal of this.#signals) signal.take(this.#after.micros, number);
    }
    this.#changed.clear();
    if (this.#impact === null || changed || this.#signals.some(({ stale }) => stale)) {
      this.#impact = this.#judge(changed);
    }
    return { ...this.#impact, seconds: this.#after.seconds, setAside: this.#after.setAside };
  }

  /** Each signal as it is known, those that have waited longest judged anew. */
  #look(changed: boolean): SignalImpact[] {
    let left = this.#found === null ? Infinity : this.#options.atOnce;
    this.#found = this.#signals.map((signal, index) => {
      const known = this.#found?.[index];
      // What is not judged anew still tells its value over the whole stretch, which changes with each batch.
      if (known !== undefined && (signal.stale ? left <= 0 : !changed)) return known;
      if (signal.stale) left -= 1;
      return signal.impact(this.#after);
    });
    return this.#found;
  }

  #judge(changed: boolean): Impact {
    const { alpha, tolerance, weights } = this.#options;
    const signals = this.#look(changed);
    const weighed = this.#signals.flatMap((signal, index) => {
      const { change = null, counts = false } = signals[index] ?? {};
      const weight = weights[signal.column.name] ?? 0;
      return counts && weight > 0 && change !== null ? [{ signal, weight, change }] : [];
    });
    const parts = weighed.map(({ signal, weight, change }): Part => {
      const found = signal.corrected(alpha / weighed.length);
      const { low = null, high = null, secondsMore = null } = found ?? {};
      return { signal: signal.column.name, weight, change, low, high, secondsMore };
    });
    const lower = new Set(
      this.#signals.filter(({ column }) => column.signal.better === 'lower').map(({ column }) => column.name),
    );
    return {
      overall: overallOf(parts, tolerance),
      score: scoreOf(parts, (name) => lower.has(name)),
      signals,
      seconds: this.#after.seconds,
      setAside: this.#after.setAside,
    };
  }
}

/** The columns that are named and have a good direction; unknown names are left out. */
function columnsOf(table: SignalTable, names: readonly string[]): Column[] {
  return names
    .map((name) => table.column(name))
    .filter((column) => column !== null)
    .filter(({ signal }) => signal.better !== null && signal.fold !== 'cores');
}

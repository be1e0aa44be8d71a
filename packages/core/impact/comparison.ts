import type { Column, Point, SignalTable } from '../signal/index.js';
import type { Second } from '../time/index.js';
import { type Baseline } from './baseline.js';
import { neededFor } from './batching.js';
import { SignalComparison } from './signal-comparison.js';
import { defaultImpactOptions, type ImpactOptions } from './options.js';
import { overallOf, scoreOf, type Part } from './overall.js';
import { unsettledMicros } from './micro.js';
import { Stretch } from './stretch.js';
import type { Impact, SignalImpact } from './types.js';

/**
 * A baseline against the stretch that begins at a fixed moment and grows. Push each closed second once, and amended ones again: those up to
 * two minutes late change the batches they belong to. A verdict changes only when a batch has ended or changed.
 */
export class Comparison {
  readonly #options: ImpactOptions;
  readonly #after: Stretch;
  readonly #signals: readonly SignalComparison[];
  readonly #lower: ReadonlySet<string>;
  #judgedOnce = false;
  #together: Pick<Impact, 'overall' | 'score'> | null = null;
  /** What was told last, as long as it holds; not kept where signals are judged by turns, and it holds for a second at most. */
  #told: Pick<Impact, 'overall' | 'score' | 'signals'> | null = null;

  /**
   * @param since the first second of the stretch after: the marker, else the end of the baseline
   */
  constructor(table: SignalTable, baseline: Baseline, since: Second, options: Partial<ImpactOptions> = {}) {
    this.#options = { ...defaultImpactOptions, ...options };
    const columns = columnsOf(table, this.#options.signals);
    this.#signals = columns.map((column) => new SignalComparison(column, baseline, this.#options));
    this.#lower = new Set(columns.filter(({ signal }) => signal.better === 'lower').map(({ name }) => name));
    const signals = [...new Set(columns.map((column) => column.signal.index))];
    const { busyCeiling } = this.#options;
    const longest = Math.max(1, ...this.#signals.map(({ length }) => length ?? 1));
    const keep = neededFor(longest, unsettledMicros);
    this.#after = new Stretch(table, since, { signals, busyCeiling, keep });
  }

  /** Takes in a second of the stretch after; one that was pushed before is replaced. */
  push(point: Point): void {
    for (const number of this.#after.push(point)) {
      this.#told = null;
      for (const signal of this.#signals) signal.take(this.#after.micros, number);
    }
  }

  /** Sets seconds aside, such as a warm-up after a restart; to be said before they come. @param to excluded */
  leaveOut(from: Second, to: Second): void {
    this.#after.leaveOut(from, to);
  }

  /**
   * Takes a look: judges signals whose batches have ended or changed, as many as one look may. It costs nothing where there are none.
   */
  look(): void {
    let left = this.#judgedOnce ? this.#options.atOnce : Infinity;
    this.#judgedOnce = true;
    for (const signal of this.#signals) {
      if (left <= 0) return;
      if (!signal.stale) continue;
      signal.judge();
      left -= 1;
      this.#told = null;
      if (this.#weight(signal) > 0) this.#together = null;
    }
  }

  /**
   * Takes a look, and tells what is known by now.
   * @param comparisons how many of the answers something is made to depend on at once: each is held to so much less of the chance of error
   * (Bonferroni), so that they hold together
   */
  impact(comparisons = 1): Impact {
    this.look();
    const { seconds, setAside } = this.#after;
    if (comparisons === 1 && this.#told !== null) return { ...this.#told, seconds, setAside };
    const alpha = this.#options.alpha / comparisons;
    const signals = this.#signals.map((signal) => signal.impact(this.#after, alpha));
    const known = comparisons === 1 ? this.#together : null;
    const together = known ?? this.#judgeTogether(signals, alpha);
    if (comparisons === 1) {
      this.#together = together;
      this.#told = this.#options.atOnce === Infinity ? { ...together, signals } : null;
    }
    return { ...together, signals, seconds, setAside };
  }

  #weight({ column }: SignalComparison): number {
    return this.#options.weights[column.name] ?? 0;
  }

  #judgeTogether(signals: readonly SignalImpact[], alpha: number): Pick<Impact, 'overall' | 'score'> {
    const { tolerance } = this.#options;
    const weighed = this.#signals.flatMap((signal, index) => {
      const { change = null, counts = false } = signals[index] ?? {};
      const weight = this.#weight(signal);
      return counts && weight > 0 && change !== null ? [{ signal, weight, change }] : [];
    });
    const parts = weighed.map(({ signal, weight, change }): Part => {
      const found = signal.corrected(alpha / weighed.length);
      const { low = null, high = null, secondsMore = null } = found ?? {};
      return { signal: signal.column.name, weight, change, low, high, secondsMore };
    });
    return { overall: overallOf(parts, tolerance), score: scoreOf(parts, (name) => this.#lower.has(name)) };
  }
}

/** The columns that are named and have a good direction; unknown names are left out. */
function columnsOf(table: SignalTable, names: readonly string[]): Column[] {
  return names
    .map((name) => table.column(name))
    .filter((column) => column !== null)
    .filter(({ signal }) => signal.better !== null && signal.fold !== 'cores');
}

import type { Point, SignalTable } from '../signal/index.js';
import type { Second } from '../time/index.js';
import { comparedSignals } from './options.js';
import type { Micro } from './micro.js';
import { Stretch } from './stretch.js';

/** A named stretch to compare with, merged into batches of ten seconds as its points are pushed, oldest first. */
export class Baseline {
  readonly #stretch: Stretch;

  /**
   * @param from its first second
   * @param names the columns that will be compared with it
   */
  constructor(
    table: SignalTable,
    readonly from: Second,
    names: readonly string[] = comparedSignals,
    busyCeiling: number | null = null,
  ) {
    const signals = names
      .map((name) => table.column(name)?.signal.index)
      .filter((index) => index !== undefined);
    this.#stretch = new Stretch(table, from, { signals: [...new Set(signals)], busyCeiling, keep: null });
  }

  push(point: Point): void {
    this.#stretch.push(point);
  }

  /** Sets seconds aside, such as a restart; to be said before they come. @param to excluded */
  leaveOut(from: Second, to: Second): void {
    this.#stretch.leaveOut(from, to);
  }

  /** Its batches of ten seconds; one that is not over is left out. */
  get micros(): readonly Micro[] {
    return this.#stretch.micros;
  }

  /** Seconds from its first to its newest. */
  get seconds(): number {
    return this.#stretch.seconds;
  }
}

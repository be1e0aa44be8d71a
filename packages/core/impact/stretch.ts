import type { Point, Reading, SignalTable } from '../signal/index.js';
import { shift, type Second } from '../time/index.js';
import { amendedSeconds, loadSigns, microOf, microSeconds, type LoadSigns, type Micro } from './micro.js';
import { Totals } from './totals.js';

/** Most seconds finish nothing. */
const none: readonly number[] = [];

/** Seconds that are kept as they came: those that late data may change, and those of the batches that they belong to. */
const keptSeconds = amendedSeconds + 3 * microSeconds;

/** How a stretch is kept. */
export interface StretchOptions {
  /** Columns' signals, by index, that are needed. */
  readonly signals: readonly number[];
  readonly busyCeiling: number | null;
  /** Keep only the newest micro batches, so many; null keeps all. */
  readonly keep: number | null;
}

/**
 * Seconds of one hub or component, cut into micro batches of ten seconds that begin with the stretch. Seconds come in order but for amended
 * ones. A batch is made of its seconds when it is over, and made anew when one of them changes.
 */
export class Stretch {
  readonly micros: Micro[] = [];
  readonly #signs: LoadSigns;
  /** The newest seconds, each at its remainder. */
  readonly #recent = new Array<Point | null>(keptSeconds).fill(null);
  readonly #aside: { from: number; to: number }[] = [];
  /** The batch whose seconds are coming; null before the first. */
  #open: number | null = null;
  #newest: number;
  #setAside = 0;
  readonly #totals = new Totals();

  /** @param from its first second */
  constructor(
    table: SignalTable,
    readonly from: Second,
    private readonly options: StretchOptions,
  ) {
    this.#signs = loadSigns(table, options.busyCeiling);
    this.#newest = from - 1;
  }

  /** Seconds from its first to its newest. */
  get seconds(): number {
    return this.#newest + 1 - this.from;
  }

  /** Seconds of it that were set aside. */
  get setAside(): number {
    return this.#setAside;
  }

  /** A signal over all finished batches of it, to be read only. @param index the signal's, in the table */
  total(index: number): Reading | null {
    return this.#totals.of(index, this.micros);
  }

  /** Leaves seconds out, from the first to before the last: to be said before they come. */
  leaveOut(from: Second, to: Second): void {
    this.#aside.push({ from, to });
  }

  /**
   * Takes in a second, new or amended; those before the stretch, or amended too late, are left.
   * @returns the numbers of micro batches that are finished or changed by it
   */
  push(point: Point): readonly number[] {
    const at = point.second - this.from;
    if (at < 0 || point.second <= this.#newest - amendedSeconds) return none;
    const number = Math.floor(at / microSeconds);
    const aside = this.#isAside(point.second);
    if (point.second > this.#newest) {
      if (aside) this.#setAside += 1;
      const done = this.#advance(point.second, number);
      if (!aside) this.#keep(point);
      return done;
    }
    if (aside) return none;
    this.#keep(point);
    if (number === this.#open) return none;
    this.#again(number);
    return [number];
  }

  #isAside(second: Second): boolean {
    for (const { from, to } of this.#aside) if (second >= from && second < to) return true;
    return false;
  }

  #keep(point: Point): void {
    this.#recent[point.second % keptSeconds] = point;
  }

  #known(second: Second): Point | null {
    const point = this.#recent[second % keptSeconds] ?? null;
    return point?.second === second ? point : null;
  }

  #advance(second: Second, number: number): readonly number[] {
    this.#newest = second;
    const open = this.#open;
    this.#open = number;
    if (open === null || open === number) return none;
    this.micros.push(this.#made(open));
    this.#totals.take(this.micros);
    const { keep } = this.options;
    if (keep !== null && this.micros.length > keep) this.micros.shift();
    return [open];
  }

  #made(number: number): Micro {
    const { signals } = this.options;
    const start = shift(this.from, number * microSeconds);
    const points: Point[] = [];
    for (let place = 0; place < microSeconds; place += 1) {
      const point = this.#known(shift(start, place));
      if (point !== null) points.push(point);
    }
    return microOf(number, points, signals, this.#signs, this.#known(shift(start, -1)));
  }

  #again(number: number): void {
    const place = this.micros.findIndex((micro) => micro.number >= number);
    this.#totals.changed(number);
    const made = this.#made(number);
    if (place === -1) this.micros.push(made);
    else this.micros.splice(place, this.micros[place]?.number === number ? 1 : 0, made);
  }
}

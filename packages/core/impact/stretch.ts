import type { Point, Reading, SignalTable } from '../signal/index.js';
import type { Second } from '../time/index.js';
import {
  amendedSeconds,
  loadSigns,
  MicroBuilder,
  microSeconds,
  type LoadSigns,
  type Micro,
} from './micro.js';
import { Totals } from './totals.js';

/** Most seconds finish nothing. */
const none: readonly number[] = [];

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
 * ones: those of the last two minutes are kept as they came, so that a batch can be made anew.
 */
export class Stretch {
  readonly micros: Micro[] = [];
  readonly #signs: LoadSigns;
  readonly #recent = new Map<number, Point>();
  readonly #aside: { from: number; to: number }[] = [];
  #building: MicroBuilder | null = null;
  #stale = false;
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
    if (this.#aside.some(({ from, to }) => point.second >= from && point.second < to)) {
      if (point.second > this.#newest) this.#setAside += 1;
      return this.#advance(point.second, number);
    }
    const known = this.#recent.has(point.second);
    const done = this.#advance(point.second, number);
    this.#recent.set(point.second, point);
    if (number === this.#building?.number) {
      // A second that is changed or fills a gap makes the batch anew once it is over.
      if (known || point.second < this.#newest) this.#stale = true;
      else this.#building.add(point);
      return done;
    }
    return this.#again(number) ? [...done, number] : done;
  }

  #advance(second: number, number: number): readonly number[] {
    if (second <= this.#newest) return none;
    this.#newest = second;
    for (const old of this.#recent.keys()) {
      if (old > second - amendedSeconds - 2 * microSeconds) break;
      this.#recent.delete(old);
    }
    const over = this.#building !== null && this.#building.number < number ? this.#building : null;
    if (over !== null) this.#finish(over);
    if (over !== null || this.#building === null) this.#building = this.#begin(number);
    return over === null ? none : [over.number];
  }

  #begin(number: number): MicroBuilder {
    this.#stale = false;
    const before = this.#recent.get(this.from + number * microSeconds - 1);
    const reading = before?.readings[this.#signs.busy] ?? null;
    const busy = reading?.fold === 'sum' ? reading.value : null;
    return new MicroBuilder(number, this.options.signals, this.#signs, busy);
  }

  #finish(builder: MicroBuilder): void {
    this.micros.push((this.#stale ? this.#rebuilt(builder.number) : builder).build());
    this.#totals.take(this.micros);
    const { keep } = this.options;
    if (keep !== null && this.micros.length > keep) this.micros.shift();
  }

  #rebuilt(number: number): MicroBuilder {
    const builder = this.#begin(number);
    const start = this.from + number * microSeconds;
    for (let second = start; second < start + microSeconds; second += 1) {
      const point = this.#recent.get(second);
      if (point !== undefined) builder.add(point);
    }
    return builder;
  }

  #again(number: number): boolean {
    const start = this.from + number * microSeconds;
    // Its first seconds may be forgotten already: then it stays as it is.
    if (start <= this.#newest - amendedSeconds - 2 * microSeconds) return false;
    const place = this.micros.findIndex((micro) => micro.number >= number);
    this.#totals.changed(number);
    const stale = this.#stale;
    const made = this.#rebuilt(number).build();
    this.#stale = stale;
    if (place === -1) this.micros.push(made);
    else this.micros.splice(place, this.micros[place]?.number === number ? 1 : 0, made);
    return true;
  }
}

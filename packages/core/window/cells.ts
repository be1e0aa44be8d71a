import { intervalWidth } from './interval.js';

/** Numbers of one series: a line of memory. */
export const width = 8;

/** A state at a moment, what came since the point before, or a running total. */
export type NumberForm = 'gauge' | 'delta' | 'total';

/** A form of number, as the cells have it. Asked for each point: a table of them by name is looked up with a call. */
export function formCode(form: NumberForm): number {
  if (form === 'gauge') return 0;
  return form === 'total' ? 1 : 2;
}

/* Where in a series' cells its numbers stand. */

/** The time of the newest point, ms since the epoch. */
export const newest = 0;
/** What it said. */
export const value = 1;
/** When its counter began, ms since the epoch. */
export const begun = 2;
/** When points arrived last that do not belong to those before, ms since the epoch. */
export const arrived = 3;
/** The usual interval between them, ms. */
export const usual = 4;
/** The newest second that is covered, s since the epoch; 0 before one. */
export const open = 5;
/** The sum of value × covered share in it. */
export const weighted = 6;
/** The share of it that is covered, 0–1. */
export const covered = 7;

/** Where the intervals of a series stand. @param base where its cells begin */
export function intervalsOf(base: number): number {
  return (base / width) * intervalWidth;
}

/** Room for the series of all hubs together: each holds its last minutes. */
export class SeriesRoom {
  taken = 0;

  /** @param mostOfHub the part of it that one hub may take */
  constructor(
    readonly most: number,
    readonly mostOfHub: number,
  ) {}
}

/**
 * What the next point of each series is taken in by, side by side: thousands of series arrive in turn, and each reads one line of memory
 * where objects of its own would cost a dozen. Unknown is NaN.
 */
export class Cells {
  numbers = new Float64Array(16 * width).fill(NaN);
  /** What the values of a series are multiplied with, by its number: where its cells begin / {@link width}. */
  factors = new Float64Array(16);
  /** The {@link formCode} of what it said last, by its number. */
  forms = new Uint8Array(16);
  /** The last intervals between its arrivals, {@link intervalWidth} numbers each, by its number. */
  intervals = new Float64Array(16 * intervalWidth);
  readonly #free: number[] = [];
  #used = 0;
  readonly #room: SeriesRoom;

  constructor(room: SeriesRoom) {
    this.#room = room;
  }

  /** Whether there is room for no more series, of this hub or of all. */
  get full(): boolean {
    const held = this.#used / width - this.#free.length;
    return held >= this.#room.mostOfHub || this.#room.taken >= this.#room.most;
  }

  /** Room for one more series, whose values are multiplied with a factor: where its cells begin. */
  take(factor: number): number {
    this.#room.taken += 1;
    const base = this.#free.pop() ?? this.#further();
    this.factors[base / width] = factor;
    this.forms[base / width] = formCode('gauge');
    return base;
  }

  #further(): number {
    const base = this.#used;
    this.#used += width;
    if (this.#used <= this.numbers.length) return base;
    const { numbers, factors, forms, intervals } = this;
    this.numbers = new Float64Array(2 * numbers.length).fill(NaN);
    this.numbers.set(numbers);
    this.factors = new Float64Array(2 * factors.length);
    this.factors.set(factors);
    this.forms = new Uint8Array(2 * forms.length);
    this.forms.set(forms);
    this.intervals = new Float64Array(2 * intervals.length);
    this.intervals.set(intervals);
    return base;
  }

  /** Gives the room of a series back. */
  give(base: number): void {
    this.#room.taken -= 1;
    this.numbers.fill(NaN, base, base + width);
    const from = intervalsOf(base);
    this.intervals.fill(0, from, from + intervalWidth);
    this.#free.push(base);
  }
}

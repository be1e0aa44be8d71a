/** Numbers of one series: a line of memory. */
const width = 8;

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

  /** Room for one more series: where its cells begin. */
  take(): number {
    this.#room.taken += 1;
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    const base = this.#used;
    this.#used += width;
    if (this.#used > this.numbers.length) {
      const grown = new Float64Array(2 * this.numbers.length).fill(NaN);
      grown.set(this.numbers);
      this.numbers = grown;
    }
    return base;
  }

  /** Gives the room of a series back. */
  give(base: number): void {
    this.#room.taken -= 1;
    this.numbers.fill(NaN, base, base + width);
    this.#free.push(base);
  }
}

/** Cells past which older ones are joined two by two. */
export const mostCells = 256;

/** At most so many are left by joining. */
const roomyCells = 192;

/** Newest batches that stay apart, since late data may still change them. */
const newest = 32;

/** The value of a batch and the load it was measured at: during the batch, and over the minute that ends with it; NaN where unknown. */
export interface Batch {
  readonly value: number;
  readonly load: number;
  readonly recent: number;
}

/** What each look asks of all cells together. */
export interface Summary {
  /** The least and the greatest value. */
  readonly lowest: number;
  readonly highest: number;
  /** Whether each value was above 0, so that it has a logarithm. */
  readonly positive: boolean;
  /** Mean load; null where that of some batch is unknown. */
  readonly load: number | null;
  /** The least and the greatest load over the last minute; Infinity and -Infinity where none is known. */
  readonly leastRecent: number;
  readonly mostRecent: number;
}

/** Where each number of a cell stands in its row. */
const [numberAt, weightAt, valueAt, logAt, loadAt, recentAt, width] = [0, 1, 2, 3, 4, 5, 6];

/**
 * The batch values of one column of one stretch, oldest first, each with the load it was measured at. A day of batches would be
 * thousands: beyond a bound older neighbours become one cell whose value is their mean and whose weight their number, so
 * that a look costs the same after a day as after an hour. The mean over all batches is kept exactly.
 */
export class Cells {
  #length = 0;
  #rows = new Float64Array(16 * width);
  #coarseness = 1;
  #batches = 0;
  #summary: Summary | null = null;

  /** How many cells there are. */
  get length(): number {
    return this.#length;
  }

  /** How many batches stand in them. */
  get batches(): number {
    return this.#batches;
  }

  /** The weight that older cells have. */
  get coarseness(): number {
    return this.#coarseness;
  }

  value(index: number): number {
    return this.#rows[index * width + valueAt] ?? NaN;
  }

  /** Mean of the logarithms; NaN where some value was not above 0. */
  log(index: number): number {
    return this.#rows[index * width + logAt] ?? NaN;
  }

  load(index: number): number {
    return this.#rows[index * width + loadAt] ?? NaN;
  }

  recent(index: number): number {
    return this.#rows[index * width + recentAt] ?? NaN;
  }

  /** All of them together; it costs nothing until one is set again. */
  summary(): Summary {
    this.#summary ??= this.#summed();
    return this.#summary;
  }

  #summed(): Summary {
    let lowest = Infinity;
    let highest = -Infinity;
    let positive = true;
    let load = 0;
    let leastRecent = Infinity;
    let mostRecent = -Infinity;
    for (let index = 0; index < this.#length; index += 1) {
      const value = this.value(index);
      const recent = this.recent(index);
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
      positive &&= !Number.isNaN(this.log(index));
      load += this.weight(index) * this.load(index);
      if (Number.isNaN(recent)) continue;
      leastRecent = Math.min(leastRecent, recent);
      mostRecent = Math.max(mostRecent, recent);
    }
    const mean = load / this.#batches;
    return { lowest, highest, positive, load: Number.isNaN(mean) ? null : mean, leastRecent, mostRecent };
  }

  /** How many batches a cell stands for. */
  weight(index: number): number {
    return this.#rows[index * width + weightAt] ?? 0;
  }

  /**
   * Sets a batch; a null one is unknown and left out. One of the newest 32 may be set again.
   * @param number its place in time
   */
  set(number: number, batch: Batch | null): void {
    let place = this.#length;
    while (place > 0 && this.#number(place - 1) >= number) place -= 1;
    const known = place < this.#length && this.#number(place) === number;
    // What was joined with its neighbours stays as it is.
    if (place < this.#length && this.weight(place) !== 1) return;
    this.#summary = null;
    if (batch === null) {
      if (known) this.#remove(place);
      return;
    }
    if (!known) place = this.#insert(place);
    const rows = this.#rows;
    const row = place * width;
    rows[row + numberAt] = number;
    rows[row + weightAt] = 1;
    rows[row + valueAt] = batch.value;
    rows[row + logAt] = batch.value > 0 ? Math.log(batch.value) : NaN;
    rows[row + loadAt] = batch.load;
    rows[row + recentAt] = batch.recent;
  }

  #number(index: number): number {
    return this.#rows[index * width + numberAt] ?? NaN;
  }

  #remove(index: number): void {
    this.#rows.copyWithin(index * width, (index + 1) * width, this.#length * width);
    this.#length -= 1;
    this.#batches -= 1;
  }

  #insert(index: number): number {
    const fromEnd = this.#length - index;
    if (this.#length === mostCells) this.#join();
    const place = this.#length - fromEnd;
    if ((this.#length + 1) * width > this.#rows.length) {
      const longer = new Float64Array(2 * this.#rows.length);
      longer.set(this.#rows);
      this.#rows = longer;
    }
    this.#rows.copyWithin((place + 1) * width, place * width, this.#length * width);
    this.#length += 1;
    this.#batches += 1;
    return place;
  }

  /** Joins older cells up to the present weight, and doubles that where it leaves too little room. */
  #join(): void {
    this.#joinUpTo(this.#coarseness);
    while (this.#length > roomyCells) {
      this.#coarseness *= 2;
      this.#joinUpTo(this.#coarseness);
    }
  }

  #joinUpTo(most: number): void {
    const old = this.#length - newest;
    let to = 0;
    for (let from = 0; from < this.#length;) {
      const number = this.#number(from);
      let [weight, value, log, load, recent] = [0, 0, 0, 0, 0];
      do {
        const more = this.weight(from);
        value += more * this.value(from);
        log += more * this.log(from);
        load += more * this.load(from);
        recent += more * this.recent(from);
        weight += more;
        from += 1;
      } while (from < old && weight < most);
      const row = [number, weight, value / weight, log / weight, load / weight, recent / weight];
      this.#rows.set(row, to * width);
      to += 1;
    }
    this.#length = to;
  }
}

import { downscaledIndex } from './scale.js';

type Counts = Uint8Array | Uint16Array | Float64Array;

/** Counts as narrow as they fit: most buckets of a second hold a few, and thousands of seconds are kept. */
function widened(counts: Counts): Counts {
  return counts instanceof Uint8Array ? Uint16Array.from(counts) : Float64Array.from(counts);
}

function fits(counts: Counts, count: number): boolean {
  if (counts instanceof Float64Array) return true;
  return count <= (counts instanceof Uint8Array ? 0xff : 0xffff) && Number.isInteger(count);
}

function emptyLike(counts: Counts, length: number): Counts {
  if (counts instanceof Uint8Array) return new Uint8Array(length);
  return counts instanceof Uint16Array ? new Uint16Array(length) : new Float64Array(length);
}

/** Room for so many buckets and a quarter more: thousands of seconds are kept, and few of them grow again. */
function roomFor(length: number): number {
  return Math.max(16, Math.ceil(1.25 * length));
}

/** Counts of neighbouring buckets, dense from the lowest to the highest that was ever filled. */
export class Buckets {
  #counts: Counts = new Uint8Array(0);
  /** Where in #counts the first used bucket stands; room on both sides makes growth rare. */
  #start = 0;
  #length = 0;
  #offset = 0;

  /** The index of the first bucket. */
  get offset(): number {
    return this.#offset;
  }

  /** How many buckets there are, empty ones between filled ones included. */
  get length(): number {
    return this.#length;
  }

  /** Whether a bucket lies between the lowest and the highest that was ever filled. */
  has(index: number): boolean {
    const place = index - this.#offset;
    return place >= 0 && place < this.#length;
  }

  /** The count of the bucket with this index, 0 outside the range. */
  at(index: number): number {
    const place = index - this.#offset;
    return place < 0 || place >= this.#length ? 0 : (this.#counts[this.#start + place] ?? 0);
  }

  add(index: number, count: number): void {
    if (!this.has(index)) this.cover(index, index);
    const place = this.#start + index - this.#offset;
    const sum = (this.#counts[place] ?? 0) + count;
    while (!fits(this.#counts, sum)) this.#counts = widened(this.#counts);
    this.#counts[place] = sum;
  }

  /** Adds each count of buckets of the same scale, or a share of it; they must lie within what is covered. */
  addAll(other: Buckets, share: number): void {
    const theirs = other.#counts;
    const toMine = this.#start - this.#offset + other.#offset - other.#start;
    const end = other.#start + other.#length;
    for (let place = other.#start; place < end; place += 1) {
      const more = theirs[place] ?? 0;
      if (more === 0) continue;
      const sum = (this.#counts[place + toMine] ?? 0) + more * share;
      while (!fits(this.#counts, sum)) this.#counts = widened(this.#counts);
      this.#counts[place + toMine] = sum;
    }
  }

  /** Adds the counts of filled buckets that are `steps` scales finer; they must lie within what is covered. */
  addFilled(
    { filled, indexes, counts }: { filled: number; indexes: ArrayLike<number>; counts: ArrayLike<number> },
    steps: number,
  ): void {
    const toMine = this.#start - this.#offset;
    for (let each = 0; each < filled; each += 1) {
      const index = indexes[each] ?? 0;
      const place = toMine + (steps === 0 ? index : downscaledIndex(index, steps));
      const sum = (this.#counts[place] ?? 0) + (counts[each] ?? 0);
      while (!fits(this.#counts, sum)) this.#counts = widened(this.#counts);
      this.#counts[place] = sum;
    }
  }

  /** There are none again; the room stays. */
  clear(): void {
    this.#counts.fill(0, this.#start, this.#start + this.#length);
    this.#length = 0;
  }

  /** How many buckets there would be if the range covered these too. */
  lengthWith(low: number, high: number): number {
    if (this.#length === 0) return high - low + 1;
    return Math.max(high, this.#offset + this.#length - 1) - Math.min(low, this.#offset) + 1;
  }

  /** Makes room for all buckets from `low` to `high`. */
  cover(low: number, high: number): void {
    if (this.#length === 0) {
      if (this.#counts.length < high - low + 1)
        this.#counts = emptyLike(this.#counts, roomFor(high - low + 1));
      this.#start = (this.#counts.length - (high - low + 1)) >> 1;
      this.#offset = low;
      this.#length = high - low + 1;
      return;
    }
    const first = Math.min(low, this.#offset);
    const length = this.lengthWith(low, high);
    if (length === this.#length) return;
    const start = this.#start - (this.#offset - first);
    if (start < 0 || start + length > this.#counts.length) this.#grow(first, length);
    else this.#start = start;
    this.#offset = first;
    this.#length = length;
  }

  #grow(first: number, length: number): void {
    const counts = emptyLike(this.#counts, roomFor(length));
    const start = (counts.length - length) >> 1;
    const used = this.#counts.subarray(this.#start, this.#start + this.#length);
    counts.set(used, start + this.#offset - first);
    this.#counts = counts;
    this.#start = start;
  }

  /** Lowers the scale by `steps`: each 2^steps neighbours become one. */
  downscale(steps: number): void {
    const coarse = new Buckets();
    if (this.#length > 0) {
      const last = this.#offset + this.#length - 1;
      coarse.cover(downscaledIndex(this.#offset, steps), downscaledIndex(last, steps));
      this.forEach((count, index) => {
        coarse.add(downscaledIndex(index, steps), count);
      });
    }
    this.#counts = coarse.#counts;
    this.#start = coarse.#start;
    this.#length = coarse.#length;
    this.#offset = coarse.#offset;
  }

  /** Copies the filled buckets, lowest first, into arrays that have the room. @returns how many there are */
  copyFilled(indexes: Int32Array, counts: Float64Array): number {
    let filled = 0;
    const end = this.#start + this.#length;
    for (let place = this.#start; place < end; place += 1) {
      const count = this.#counts[place] ?? 0;
      if (count <= 0) continue;
      indexes[filled] = this.#offset + place - this.#start;
      counts[filled] = count;
      filled += 1;
    }
    return filled;
  }

  /** Visits the filled buckets, lowest first. */
  forEach(visit: (count: number, index: number) => void): void {
    for (let place = 0; place < this.#length; place += 1) {
      const count = this.#counts[this.#start + place] ?? 0;
      if (count > 0) visit(count, this.#offset + place);
    }
  }
}

import type { SpanId } from '../signal/index.js';

/** Filled up to this share before a table grows. */
const fullness = 0.8;
const leastCapacity = 256;

/** What an id is remembered with: nothing needs more room than it takes. */
const makers = {
  /** A small whole number, below 65,536. */
  small: (capacity: number): Uint16Array => new Uint16Array(capacity),
  /** Any number. */
  wide: (capacity: number): Float64Array => new Float64Array(capacity),
};

export type ValueWidth = keyof typeof makers;

const two32 = 2 ** 32;

/**
 * A hash table from span ids to numbers, in plain memory: some 15 bytes an id with small values, 23 with wide ones, where a Map of strings
 * takes above a hundred. A byte an entry says which ids can't be there: most look-ups are of ids that are not, and read nothing else.
 */
export class IdTable {
  /** A few bits of the id that stands in a place; 0 where none does. */
  #marks: Uint8Array;
  /** Two a place. */
  #ids: Int32Array;
  #values: Uint16Array | Float64Array;
  readonly #width: ValueWidth;
  size = 0;

  constructor(capacity: number, width: ValueWidth) {
    this.#width = width;
    this.#marks = new Uint8Array(capacity);
    this.#ids = new Int32Array(2 * capacity);
    this.#values = makers[width](capacity);
  }

  get capacity(): number {
    return this.#marks.length;
  }

  /** The value of an id, undefined where the id is not there. */
  get({ high, low }: SpanId, hash: number): number | undefined {
    const place = this.#find(high, low, hash);
    return this.#marks[place] === 0 ? undefined : this.#values[place];
  }

  set({ high, low }: SpanId, hash: number, value: number): void {
    if (this.size >= this.capacity * fullness) this.#grow();
    this.#put(high, low, hash, value);
  }

  /** Visits the hash of each id. */
  forEachHash(visit: (hash: number) => void): void {
    for (let place = 0; place < this.capacity; place += 1) {
      if (this.#marks[place] !== 0) visit(hashOf(this.#ids[2 * place] ?? 0, this.#ids[2 * place + 1] ?? 0));
    }
  }

  #put(high: number, low: number, hash: number, value: number): void {
    const place = this.#find(high, low, hash);
    if (this.#marks[place] === 0) this.size += 1;
    this.#marks[place] = markOf(hash);
    this.#ids[2 * place] = high;
    this.#ids[2 * place + 1] = low;
    this.#values[place] = value;
  }

  /** The place of an id, or the free one where it belongs. */
  #find(high: number, low: number, hash: number): number {
    const [marks, ids] = [this.#marks, this.#ids];
    const mark = markOf(hash);
    let place = Math.floor((hash / two32) * marks.length);
    for (;;) {
      const found = marks[place] ?? 0;
      if (found === 0) return place;
      if (found === mark && ids[2 * place] === high && ids[2 * place + 1] === low) return place;
      place = place + 1 === marks.length ? 0 : place + 1;
    }
  }

  #grow(): void {
    const grown = new IdTable(Math.ceil(1.5 * this.capacity), this.#width);
    for (let place = 0; place < this.capacity; place += 1) {
      if (this.#marks[place] === 0) continue;
      const [high, low] = [this.#ids[2 * place] ?? 0, this.#ids[2 * place + 1] ?? 0];
      grown.#put(high, low, hashOf(high, low), this.#values[place] ?? 0);
    }
    this.#marks = grown.#marks;
    this.#ids = grown.#ids;
    this.#values = grown.#values;
  }
}

/** Ids should be random; a tracer that counts them up must not make a cluster. Of 32 bits, unsigned. */
export function hashOf(high: number, low: number): number {
  let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Bits of a hash that do not say its place; never 0. */
function markOf(hash: number): number {
  return (hash & 0xff) | 1;
}

/** Room for so many ids and some more, without growing. */
export function roomFor(size: number): number {
  return Math.max(leastCapacity, Math.ceil((1.1 * size) / fullness));
}

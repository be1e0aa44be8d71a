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

/**
 * A hash table from 64-bit span ids to numbers, in plain memory: some 15 bytes an id with small values, 24 with wide ones, where a
 * Map of strings takes above a hundred.
 */
class IdTable {
  #high: Uint32Array;
  #low: Uint32Array;
  #values: Uint16Array | Float64Array;
  readonly #width: ValueWidth;
  size = 0;

  constructor(capacity: number, width: ValueWidth) {
    this.#width = width;
    this.#high = new Uint32Array(capacity);
    this.#low = new Uint32Array(capacity);
    this.#values = makers[width](capacity);
  }

  get capacity(): number {
    return this.#high.length;
  }

  /** The value of an id, undefined where the id is not there. */
  get(high: number, low: number): number | undefined {
    const place = this.#find(high, low);
    return this.#taken(place) ? (this.#values[place] ?? 0) : undefined;
  }

  set(high: number, low: number, value: number): void {
    if (this.size >= this.capacity * fullness) this.#grow();
    const place = this.#find(high, low);
    if (!this.#taken(place)) this.size += 1;
    this.#high[place] = high;
    this.#low[place] = low;
    this.#values[place] = value;
  }

  /** An id of zeros is no id: it marks a free place. */
  #taken(place: number): boolean {
    return this.#high[place] !== 0 || this.#low[place] !== 0;
  }

  /** The place of an id, or the free one where it belongs. */
  #find(high: number, low: number): number {
    // Ids should be random; a tracer that counts them up must not make a cluster.
    let place = (Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b) >>> 3) % this.capacity;
    while (this.#taken(place) && (this.#high[place] !== high || this.#low[place] !== low))
      place = place + 1 === this.capacity ? 0 : place + 1;
    return place;
  }

  #grow(): void {
    const grown = new IdTable(Math.ceil(1.5 * this.capacity), this.#width);
    for (let place = 0; place < this.capacity; place += 1) {
      if (this.#taken(place)) {
        grown.set(this.#high[place] ?? 0, this.#low[place] ?? 0, this.#values[place] ?? 0);
      }
    }
    this.#high = grown.#high;
    this.#low = grown.#low;
    this.#values = grown.#values;
  }
}

/** More of them keep an id less far beyond its time, and cost a look-up more. */
const generations = 6;

/**
 * Remembers span ids, each with a number, for a time: in generations, of which the oldest is forgotten whole when the newest is old or
 * full. An id is kept at least `keepMs` while no more than `capacity` come in that time.
 */
export class RecentIds {
  readonly #keepMs: number;
  readonly #most: number;
  readonly #width: ValueWidth;
  #tables: IdTable[];
  #turnedAt = -Infinity;

  constructor(keepMs: number, capacity: number, width: ValueWidth) {
    this.#keepMs = keepMs;
    this.#most = Math.max(1, Math.floor(capacity / generations));
    this.#width = width;
    this.#tables = [new IdTable(leastCapacity, width)];
  }

  /** @param id 16 hex digits */
  get(id: string): number | undefined {
    const [high, low] = [bits(id, 0), bits(id, 8)];
    for (const table of this.#tables) {
      const value = table.get(high, low);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(id: string, value: number, nowMs: number): void {
    const newest = this.#tables[0];
    const old = nowMs - this.#turnedAt >= this.#keepMs / (generations - 1);
    if (newest === undefined || old || newest.size >= this.#most) {
      // As much room as the one before needed: it will be about as many again.
      const capacity = newest === undefined ? leastCapacity : roomFor(newest.size);
      this.#tables = [new IdTable(capacity, this.#width), ...this.#tables.slice(0, generations - 1)];
      this.#turnedAt = nowMs;
    }
    this.#tables[0]?.set(bits(id, 0), bits(id, 8), value);
  }
}

/** The 32 bits that eight hex digits say, from a place on: without a string or an array a look-up. */
function bits(id: string, from: number): number {
  let value = 0;
  for (let place = from; place < from + 8; place += 1) {
    const code = id.charCodeAt(place);
    // '0' is 48 and 'a' is 97: the low four bits, and 9 more for a letter.
    value = (value << 4) | ((code & 15) + (code > 57 ? 9 : 0));
  }
  return value >>> 0;
}

/** Room for so many ids and some more, without growing. */
function roomFor(size: number): number {
  return Math.max(leastCapacity, Math.ceil((1.1 * size) / fullness));
}

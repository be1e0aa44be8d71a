import type { SpanId } from '../signal/index.js';
import { IdFilter } from './id-filter.js';
import { hashOf, IdTable, roomFor, type ValueWidth } from './id-table.js';

/** More of them keep an id less far beyond its time, and cost memory more. */
const generations = 6;

interface Generation {
  /** Tells it from the others that are kept. */
  readonly number: number;
  readonly table: IdTable;
}

/**
 * Remembers span ids, each with a number, for a time: in generations, of which the oldest is forgotten whole when the newest is old or
 * full. An id is kept at least `keepMs` while no more than `capacity` come in that time.
 */
export class RecentIds {
  readonly #keepMs: number;
  readonly #most: number;
  readonly #width: ValueWidth;
  readonly #filter = new IdFilter();
  /** The newest first. */
  #generations: Generation[];
  #turns = 0;
  #turnedAt = -Infinity;

  constructor(keepMs: number, capacity: number, width: ValueWidth) {
    this.#keepMs = keepMs;
    this.#most = Math.max(1, Math.floor(capacity / generations));
    this.#width = width;
    this.#generations = [{ number: 0, table: new IdTable(roomFor(0), width) }];
  }

  get(id: SpanId): number | undefined {
    const hash = hashOf(id.high, id.low);
    const holders = this.#filter.holders(hash);
    if (holders === 0) return undefined;
    for (const { number, table } of this.#generations) {
      const value = (holders & (1 << number)) === 0 ? undefined : table.get(id, hash);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(id: SpanId, value: number, nowMs: number): void {
    let newest = this.#generations[0];
    const old = nowMs - this.#turnedAt >= this.#keepMs / (generations - 1);
    if (newest === undefined || old || newest.table.size >= this.#most) newest = this.#turn(nowMs);
    const hash = hashOf(id.high, id.low);
    newest.table.set(id, hash, value);
    this.#filter.add(hash, newest.number);
    if (newest.table.size % checkEvery === 0) this.#makeRoom();
  }

  /** Begins a generation, and forgets the oldest where there are too many. */
  #turn(nowMs: number): Generation {
    const before = this.#generations[0]?.table.size ?? 0;
    this.#turns = (this.#turns + 1) % generations;
    if (this.#generations.length >= generations) {
      this.#generations.pop();
      this.#filter.forget(this.#turns);
    }
    // As much room as the one before needed: it will be about as many again.
    const made = { number: this.#turns, table: new IdTable(roomFor(before), this.#width) };
    this.#generations.unshift(made);
    this.#turnedAt = nowMs;
    return made;
  }

  #makeRoom(): void {
    const ids = this.#generations.reduce((sum, { table }) => sum + table.size, 0);
    if (!this.#filter.crowded(ids)) return;
    this.#filter.clear(ids);
    for (const { number, table } of this.#generations) {
      table.forEachHash((hash) => {
        this.#filter.add(hash, number);
      });
    }
  }
}

/** So many ids of a generation are taken in between two looks at whether the filter is crowded. */
const checkEvery = 256;

import type { IndexedSignal, Reading } from '@hubscope/core/signal';
import { packBlock, type PlainColumn } from './block.js';
import { columnOf } from './columns.js';
import { chunkSeconds, laneOf, type Lane } from './lanes.js';
import { foldOfKind, skipReading, type RowReadings } from './rows.js';
import type { Stretches } from './stretches.js';

/** The readings of one hub or component for {@link chunkSeconds} seconds, packed. */
export class Chunk {
  readonly #signals: readonly IndexedSignal[];
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #present = new Uint8Array(chunkSeconds);
  /** How many seconds have a point. */
  points = 0;

  constructor(signals: readonly IndexedSignal[]) {
    this.#signals = signals;
  }

  /** Takes a row as what is known of a second. */
  put(place: number, rows: RowReadings, row: number): void {
    if (this.#present[place] === 0) this.points += 1;
    else for (const lane of this.#lanes) lane?.clear(place);
    this.#present[place] = 1;
    const reader = rows.at(row);
    for (let left = reader.varint(); left > 0; left -= 1) {
      const signal = rows.signals[reader.varint()] ?? null;
      const kind = reader.byte();
      const lane = signal?.fold === foldOfKind(kind) ? this.#lane(signal) : null;
      if (lane === null) skipReading(reader, kind);
      else lane.put(place, reader, kind);
    }
  }

  #lane({ index, fold }: IndexedSignal): Lane | null {
    const lane = this.#lanes[index];
    if (lane !== undefined) return lane;
    const made = laneOf(fold);
    if (made !== null) this.#lanes[index] = made;
    return made;
  }

  has(place: number): boolean {
    return this.#present[place] === 1;
  }

  get(place: number, signal: IndexedSignal): Reading | null {
    return this.#lanes[signal.index]?.get(place) ?? null;
  }

  /** Gives its columns to steps that are under way. @param start the second with which it begins */
  feed(start: number, stretches: Stretches): void {
    for (const signal of stretches.signals) {
      const lane = this.#lanes[signal.index];
      if (lane === undefined) continue;
      const places = Array.from(this.#present.keys()).filter((place) => this.has(place) && lane.has(place));
      const column = { readings: lane.readings(places), extremes: null };
      stretches.take(signal, { start, seconds: 1, places }, column);
    }
  }

  /** The whole chunk as a packed block. @param level how hard deflate tries, 1–9 */
  packed(level?: number): Uint8Array {
    const places = Array.from(this.#present.keys()).filter((place) => this.has(place));
    const columns = this.#signals.flatMap(({ name, index }): PlainColumn[] => {
      const lane = this.#lanes[index];
      const known = lane === undefined ? [] : places.filter((place) => lane.has(place));
      if (lane === undefined || known.length === 0) return [];
      const bytes = columnOf((writer) => {
        lane.pack(writer, known);
      });
      return [{ name, known, bytes }];
    });
    return packBlock(places, columns, level);
  }

  /** Bytes that its values take. */
  get size(): number {
    return this.#lanes.reduce((size, lane) => size + (lane?.size ?? 0), chunkSeconds);
  }
}

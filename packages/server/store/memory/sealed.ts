import type { IndexedSignal, SignalTable } from '@hubscope/core/signal';
import { decodeBlock, encodeBlock, type Entries } from '../pack/block.js';
import { Chunk, chunkSeconds } from './chunk.js';

/** Deflate at its quickest: chunks are sealed between two seconds of a server that is busy. */
const level = 1;

/** A chunk as a packed block: it takes little room, is read a signal at a time, and is opened again to be written to. */
export class Sealed {
  readonly points: number;
  readonly #bytes: Uint8Array;

  private constructor(points: number, bytes: Uint8Array) {
    this.points = points;
    this.#bytes = bytes;
  }

  static of(table: SignalTable, chunk: Chunk): Sealed {
    const entries: Entries = new Map();
    for (let place = 0; place < chunkSeconds; place += 1) {
      if (!chunk.has(place)) continue;
      const entry = table.signals.map((signal) => {
        const reading = chunk.get(place, signal);
        return reading === null ? null : { reading, extremes: null };
      });
      entries.set(place, entry);
    }
    return new Sealed(chunk.points, encodeBlock(table, entries, level));
  }

  /** Bytes that its values take. */
  get size(): number {
    return this.#bytes.length;
  }

  /** Its seconds by their place. @param signals those that are wanted; null: all */
  entries(table: SignalTable, signals: readonly IndexedSignal[] | null): Entries {
    return decodeBlock(table, this.#bytes, signals);
  }

  opened(table: SignalTable): Chunk {
    const chunk = new Chunk(table.signals);
    for (const [place, entry] of this.entries(table, null)) {
      chunk.set(
        place,
        table.signals.map(({ index }) => entry[index]?.reading ?? null),
      );
    }
    return chunk;
  }
}

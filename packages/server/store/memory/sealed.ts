import type { IndexedSignal, SignalTable } from '@hubscope/core/signal';
import { decodeBlock, type Entries } from '../pack/block.js';
import { Chunk } from './chunk.js';

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

  static of(chunk: Chunk): Sealed {
    return new Sealed(chunk.points, chunk.packed(level));
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

import type { SignalTable } from '@hubscope/core/signal';
import { decodeBlock, feedBlock } from '../pack/block.js';
import type { Stretches } from '../pack/stretches.js';
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

  /** Gives its columns to steps that are under way. @param start the second with which it begins */
  feed(table: SignalTable, start: number, stretches: Stretches): void {
    feedBlock(table, this.#bytes, { start, seconds: 1 }, stretches);
  }

  opened(table: SignalTable): Chunk {
    const chunk = new Chunk(table.signals);
    for (const [place, entry] of decodeBlock(table, this.#bytes)) {
      chunk.set(
        place,
        table.signals.map(({ index }) => entry[index]?.reading ?? null),
      );
    }
    return chunk;
  }
}

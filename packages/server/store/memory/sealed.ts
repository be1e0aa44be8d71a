import { ByteWriter } from '@hubscope/core/bytes';
import { hubId, type SignalTable } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import { decodeBlock, feedBlock } from '../pack/block.js';
import { writeRows } from '../pack/rows.js';
import type { Stretches } from '../pack/stretches.js';
import { Chunk } from '../pack/chunk.js';

/** Deflate at its quickest: chunks are sealed between two seconds of a server that is busy. */
const level = 1;

/** Whose the rows are does not matter where they are opened. */
const hub = hubId('');

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
  feed(start: number, stretches: Stretches): void {
    feedBlock(this.#bytes, { start, seconds: 1 }, stretches);
  }

  opened(table: SignalTable): Chunk {
    const chunk = new Chunk(table.signals);
    const entries = [...decodeBlock(table, this.#bytes)];
    const points = entries.map(([place, entry]) => ({
      hub,
      component: null,
      second: second(place),
      readings: table.signals.map(({ index }) => entry[index]?.reading ?? null),
    }));
    const { readings } = writeRows(new ByteWriter(), points, table.signals);
    for (const [row, [place]] of entries.entries()) chunk.put(place, readings, row);
    return chunk;
  }
}

import { chunkSeconds } from '../pack/lanes.js';
import type { Series } from './series.js';

/** A chunk that can be written to. */
interface OpenChunk {
  readonly series: Series;
  /** The second that it begins with. */
  readonly start: number;
}

/** Late data comes for 120 s; a chunk that ended so long ago is sealed, s. */
const settleSeconds = 150;

/** The chunks that can be written to, by the second that each ends with. */
export class Opened {
  readonly #chunks: OpenChunk[] = [];

  add(chunk: OpenChunk): void {
    // Most end last; those of the first seconds of a thousand series end in any order.
    let at = this.#chunks.length;
    while (at > 0 && (this.#chunks[at - 1]?.start ?? 0) > chunk.start) at -= 1;
    this.#chunks.splice(at, 0, chunk);
  }

  /** Takes out the one that ended first, if it gets no more data. @param now s since the epoch */
  settled(now: number): OpenChunk | null {
    const [first] = this.#chunks;
    if (first === undefined || first.start + chunkSeconds + settleSeconds > now) return null;
    this.#chunks.shift();
    return first;
  }
}

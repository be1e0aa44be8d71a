import type { SignalTable } from '@hubscope/core/signal';
import type { RowReadings } from '../pack/rows.js';
import { Chunk } from '../pack/chunk.js';
import { chunkSeconds } from '../pack/lanes.js';
import type { Opened } from './opened.js';
import type { Sealed } from './sealed.js';

/**
 * The chunks of one hub or component, by the second that each begins with. Those of the next series begin a second later, so that not
 * all are made, and sealed, at once.
 */
export class Series {
  readonly chunks = new Map<number, Chunk | Sealed>();
  /** Its place among all that there have been. */
  readonly number: number;
  /** Rows of it that are not in a chunk yet. */
  waiting = 0;
  readonly #offset: number;

  constructor(number: number) {
    this.number = number;
    this.#offset = number % chunkSeconds;
  }

  /** Whether nothing is known of it any more. */
  get empty(): boolean {
    return this.chunks.size === 0 && this.waiting === 0;
  }

  /**
   * Puts a row into the chunk of its second; a second that is there already is replaced.
   * @param opened gets the chunk where it is begun, or opened again
   */
  put(which: number, rows: RowReadings, row: number, table: SignalTable, opened: Opened): void {
    const start = Math.floor((which - this.#offset) / chunkSeconds) * chunkSeconds + this.#offset;
    let chunk = this.chunks.get(start);
    if (!(chunk instanceof Chunk)) {
      chunk = chunk?.opened(table) ?? new Chunk(table.signals);
      this.chunks.set(start, chunk);
      opened.add({ series: this, start });
    }
    chunk.put(which - start, rows, row);
  }
}

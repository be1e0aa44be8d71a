import { open, rename, unlink, type FileHandle } from 'node:fs/promises';
import type { SignalTable } from '@hubscope/core/signal';
import { encodeFrame } from './frame.js';
import { segmentFile } from './segments.js';

/** A segment that is on the disk and does not count yet: a stop before it does leaves the ones before as they are. */
export class NewSegment {
  readonly #path: string;

  private constructor(
    /** Open for writing; who finishes it closes it. */
    readonly file: FileHandle,
    /** Bytes in it. */
    readonly length: number,
    path: string,
  ) {
    this.#path = path;
  }

  /**
   * Writes the names of a table's signals, and then frames, each asked for when the one before is written.
   * @throws the file system's error, or that of the frames; nothing of it remains then
   */
  static async write(
    folder: string,
    number: number,
    table: SignalTable,
    frames: Iterable<Uint8Array>,
  ): Promise<NewSegment> {
    const path = segmentFile(folder, number);
    const file = await open(unfinished(path), 'w');
    const names = table.signals.map(({ name }) => name);
    let length = 0;
    try {
      length = await writeWhole(file, encodeFrame({ kind: 'signals', names }), length);
      for (const frame of frames) length = await writeWhole(file, frame, length);
      await file.datasync();
    } catch (error) {
      await discard(file, path);
      throw error;
    }
    return new NewSegment(file, length, path);
  }

  /** From then on it counts. @throws the file system's error; nothing of it remains then */
  async finish(): Promise<void> {
    try {
      await rename(unfinished(this.#path), this.#path);
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  /** It shall never count. */
  async discard(): Promise<void> {
    await discard(this.file, this.#path);
  }
}

const unfinished = (path: string): string => `${path}.new`;

async function discard(file: FileHandle, path: string): Promise<void> {
  await file.close();
  await unlink(unfinished(path)).catch(() => undefined);
}

/** Writes all of the bytes at a place. @returns where they end */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, at: number): Promise<number> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
  return at + bytes.length;
}

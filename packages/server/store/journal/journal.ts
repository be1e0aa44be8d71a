import type { FileHandle } from 'node:fs/promises';
import type { SignalTable } from '@hubscope/core/signal';
import { encodeFrame, type NewEntry } from './frame.js';
import { NewSegment, writeWhole } from './new-segment.js';

export interface JournalOptions {
  readonly folder: string;
  readonly table: SignalTable;
  /** How often what waits is written, ms. */
  readonly everyMs: number;
  /** Bytes that may wait while nothing can be written; the oldest points go first. */
  readonly maxWaitingBytes: number;
  /** Told when writing fails (with why) and when it works again (null). */
  readonly trouble: (why: string | null) => void;
}

interface Waiting {
  readonly frame: Uint8Array;
  /** Somebody waits for it: it is refused rather than kept waiting. */
  readonly settle: ((error: Error | null) => void) | null;
}

/**
 * What happened, in order, appended to a file and flushed to the disk at least as often as it is told: after a stop at any moment all
 * that was flushed is read back. Entries that wait are written together, with one flush.
 */
export class Journal {
  readonly #options: JournalOptions;
  #file: FileHandle | null = null;
  #number = 0;
  #length = 0;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #failed = false;
  #closed = false;
  /** Frames of points that found no room while nothing could be written. */
  dropped = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** The number of the segment that is written to. */
  get segment(): number {
    return this.#number;
  }

  /** Bytes in the segment that is written to. */
  get length(): number {
    return this.#length;
  }

  /** Whether the last write failed. */
  get failed(): boolean {
    return this.#failed;
  }

  /**
   * Begins a new segment; the ones before it are not touched.
   * @param first what it starts with, asked for at the moment after which everything goes into the new segment, and one by one
   * @throws the file system's error; the segment before it is then still written to
   */
  async begin(number: number, first: () => Iterable<NewEntry>): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    const begun = this.#begin(number, first());
    this.#writing = begun.then(
      () => undefined,
      () => undefined,
    );
    try {
      await begun;
    } finally {
      this.#writing = null;
    }
    if (this.#waiting.length > 0) this.#soon();
  }

  /**
   * Puts frames into a segment of their own, all of them or none, and begins the one after it: what is said from then on is later.
   * @throws the file system's error, or that of the frames
   */
  async insert(number: number, frames: Iterable<Uint8Array>, first: () => Iterable<NewEntry>): Promise<void> {
    const { folder, table } = this.#options;
    const segment = await NewSegment.write(folder, number, table, frames);
    try {
      await this.begin(number + 1, first);
    } catch (error) {
      await segment.discard();
      throw error;
    }
    await segment.finish();
    await segment.file.close();
  }

  /** Appends an entry, or a frame, some time soon. */
  append(entry: NewEntry | Uint8Array): void {
    this.#wait({ frame: frameOf(entry), settle: null });
    this.#soon();
  }

  /** Appends an entry, or a frame, now. Resolves when it is on the disk; rejects when it could not be written, and then it is not. */
  commit(entry: NewEntry | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null): void => {
        if (error === null) resolve();
        else reject(error);
      };
      this.#wait({ frame: frameOf(entry), settle });
      void this.flush();
    });
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#writing !== null) await this.#writing;
    if (this.#file === null) this.#refuse(new Error('nothing can be written to the data folder'));
    if (this.#waiting.length === 0 || this.#file === null) return;
    this.#writing = this.#write(this.#file);
    await this.#writing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#file?.close();
    this.#file = null;
  }

  #soon(): void {
    if (!this.#closed) this.#timer ??= setTimeout(() => void this.flush(), this.#options.everyMs);
  }

  async #begin(number: number, first: Iterable<NewEntry>): Promise<void> {
    const { folder, table } = this.#options;
    // It is a segment once all that it begins with is in it.
    const segment = await NewSegment.write(folder, number, table, framesOf(first));
    await segment.finish();
    await this.#file?.close();
    [this.#file, this.#number, this.#length] = [segment.file, number, segment.length];
  }

  #wait(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#waitingBytes += waiting.frame.length;
    while (this.#waitingBytes > this.#options.maxWaitingBytes && this.#waiting.length > 1) {
      const oldest = this.#waiting.findIndex(({ settle }) => settle === null);
      if (oldest < 0) return;
      this.#waitingBytes -= this.#waiting[oldest]?.frame.length ?? 0;
      this.#waiting.splice(oldest, 1);
      this.dropped += 1;
    }
  }

  /** Tells those who wait for an answer that there will be none; points wait on. */
  #refuse(error: Error): void {
    const refused = this.#waiting.filter(({ settle }) => settle !== null);
    this.#waiting = this.#waiting.filter(({ settle }) => settle === null);
    this.#waitingBytes = this.#waiting.reduce((sum, { frame }) => sum + frame.length, 0);
    for (const { settle } of refused) settle?.(error);
  }

  async #write(file: FileHandle): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    try {
      const end = await writeWhole(file, Buffer.concat(batch.map(({ frame }) => frame)), this.#length);
      await file.datasync();
      this.#length = end;
      if (this.#failed) this.#options.trouble(null);
      this.#failed = false;
      for (const { settle } of batch) settle?.(null);
    } catch (error) {
      await this.#undo(file, batch, error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#writing = null;
    }
    if (this.#waiting.length > 0) this.#soon();
  }

  /** Takes back what was written in part: points wait on, whoever waits for an answer is told. */
  async #undo(file: FileHandle, batch: readonly Waiting[], error: Error): Promise<void> {
    await file.truncate(this.#length).catch(() => undefined);
    const first = !this.#failed;
    this.#failed = true;
    if (first) this.#options.trouble(error.message);
    const later = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const each of [...batch.filter(({ settle }) => settle === null), ...later]) this.#wait(each);
    for (const { settle } of batch) settle?.(error);
  }
}

function frameOf(entry: NewEntry | Uint8Array): Uint8Array {
  return entry instanceof Uint8Array ? entry : encodeFrame(entry);
}

function* framesOf(entries: Iterable<NewEntry>): Generator<Uint8Array> {
  for (const entry of entries) yield encodeFrame(entry);
}

import type { RecordChange, Records } from '@hubscope/core/record';

/** How long to wait before a commit that failed is tried again, ms. */
const retryMs = 1000;
/** Changes that wait at most; past it whole new records are refused, while those that wait can still be replaced. */
const maxWaiting = 50_000;

export interface JournalOptions {
  readonly records: Records;
  /** Called after changes are on disk. */
  readonly committed: (changes: readonly RecordChange[]) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * What is to be kept for good, in order: changes that are handed in together are committed together, one commit at a time. While one is
 * under way the next gathers, and of two changes of one record the later counts.
 */
export class Journal {
  /** Commits that failed, and changes that were refused for want of room. */
  failures = 0;
  readonly #options: JournalOptions;
  #waiting = new Map<string, RecordChange>();
  #writing: Promise<void> | null = null;
  #closed = false;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Hands in changes that belong together. They are in one commit, whatever else is in it. */
  add(changes: readonly RecordChange[]): void {
    if (changes.length === 0) return;
    if (this.#waiting.size + changes.length > maxWaiting) {
      this.failures += 1;
      this.#options.failed(new Error('too many changes wait to be written'));
      return;
    }
    for (const change of changes) this.#waiting.set(`${change.collection}\n${change.id}`, change);
    this.#writing ??= this.#write();
  }

  /** Resolves once all that was handed in is on disk, or could not be written. */
  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  /** Writes what is left; what fails now is not tried again. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  async #write(): Promise<void> {
    // What is handed in within one turn of the event loop goes into one commit.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const batch = this.#waiting;
      this.#waiting = new Map();
      try {
        const changes = [...batch.values()];
        await this.#options.records.commit(changes);
        this.#options.committed(changes);
      } catch (error) {
        this.failures += 1;
        this.#options.failed(error);
        if (this.#closed) break;
        // What was handed in meanwhile is newer.
        this.#waiting = new Map([...batch, ...this.#waiting]);
        await new Promise((resolve) => {
          setTimeout(resolve, retryMs).unref();
        });
      }
    }
    this.#writing = null;
  }
}

import type { RecordChange, Records } from '@hubscope/core/record';

/** How long to wait before a commit that failed is tried again, ms. */
const retryMs = 1000;
/** Changes that wait at most; past it whole new records are refused, while those that wait can still be replaced. */
const maxWaiting = 50_000;
/** Changes of one commit, unless more of them belong together: so many become text within some milliseconds. */
export const maxCommitted = 150;

/** Changes that belong together, by collection and id. */
type Group = Map<string, RecordChange>;

export interface JournalOptions {
  readonly records: Records;
  /** Called after changes are on disk. */
  readonly committed: (changes: readonly RecordChange[]) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * What is to be kept for good: changes that are handed in together are committed together, one commit at a time. While one is under way
 * the next gather, and of two changes of one record the later counts: what was handed in with either then belongs together.
 */
export class Journal {
  /** Commits that failed, and changes that were refused for want of room. */
  failures = 0;
  readonly #options: JournalOptions;
  /** What waits, the oldest first. No record is in two groups. */
  readonly #waiting = new Set<Group>();
  readonly #groups = new Map<string, Group>();
  #writing: Promise<void> | null = null;
  #closed = false;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Hands in changes that belong together. They are in one commit, whatever else is in it. */
  add(changes: readonly RecordChange[]): void {
    if (changes.length === 0) return;
    if (this.#groups.size + changes.length > maxWaiting) {
      this.failures += 1;
      this.#options.failed(new Error('too many changes wait to be written'));
      return;
    }
    const group: Group = new Map();
    for (const change of changes) group.set(keyOf(change), change);
    this.#wait(group);
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

  /** Puts a group among those that wait; those that hold a record of it become one with it, in the place of the oldest. */
  #wait(group: Group): void {
    let whole: Group | null = null;
    for (const key of group.keys()) {
      const other = this.#groups.get(key);
      if (other === undefined || other === whole) continue;
      if (whole === null) whole = other;
      else {
        this.#waiting.delete(other);
        this.#put(other, whole);
      }
    }
    if (whole === null) {
      whole = group;
      this.#waiting.add(group);
    }
    this.#put(group, whole);
  }

  #put(changes: Group, group: Group): void {
    for (const [key, change] of changes) {
      group.set(key, change);
      this.#groups.set(key, group);
    }
  }

  /** Takes as many of the oldest groups as fit into a commit, one at least. */
  #take(): Group {
    const batch: Group = new Map();
    for (const group of this.#waiting) {
      if (batch.size > 0 && batch.size + group.size > maxCommitted) break;
      this.#waiting.delete(group);
      for (const [key, change] of group) {
        batch.set(key, change);
        this.#groups.delete(key);
      }
    }
    return batch;
  }

  /** Puts back what could not be written; what was handed in meanwhile is newer. */
  #putBack(batch: Group): void {
    const newer = [...this.#waiting];
    this.#waiting.clear();
    this.#groups.clear();
    for (const group of [batch, ...newer]) this.#wait(group);
  }

  async #write(): Promise<void> {
    // What is handed in within one turn of the event loop gathers first.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const batch = this.#take();
      try {
        const changes = [...batch.values()];
        await this.#options.records.commit(changes);
        this.#options.committed(changes);
      } catch (error) {
        this.failures += 1;
        this.#options.failed(error);
        if (this.#closed) break;
        this.#putBack(batch);
        await new Promise((resolve) => {
          setTimeout(resolve, retryMs).unref();
        });
      }
    }
    this.#writing = null;
  }
}

function keyOf({ collection, id }: RecordChange): string {
  return `${collection}\n${id}`;
}

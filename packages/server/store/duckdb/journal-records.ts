import type { RecordChange, Records, StoredRecord } from '@hubscope/core/record';
import { HubscopeError } from '@hubscope/core/wire';
import type { Entry } from '../journal/frame.js';

/** Records as they stand, in memory; each change is in the journal before it counts. */
export class JournalRecords implements Records {
  readonly #collections = new Map<string, Map<string, string>>();
  readonly #write: (entry: Entry) => Promise<void>;

  /** @param write resolves once an entry is on the disk */
  constructor(write: (entry: Entry) => Promise<void>) {
    this.#write = write;
  }

  /** @throws HubscopeError `storage_unavailable` where the disk took nothing: then nothing has changed */
  async commit(changes: readonly RecordChange[]): Promise<void> {
    if (changes.length === 0) return;
    // Taken as they are now, whatever becomes of the values meanwhile.
    const taken = structuredClone([...changes]);
    try {
      await this.#write({ kind: 'changes', changes: taken });
    } catch (error) {
      throw new HubscopeError(
        'storage_unavailable',
        `Nothing was changed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    this.apply(taken);
  }

  load(collection: string): Promise<readonly StoredRecord[]> {
    const kept = [...(this.#collections.get(collection) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return Promise.resolve(kept.map(([id, value]) => ({ id, value: JSON.parse(value) as unknown })));
  }

  /** Takes in changes that are on the disk. */
  apply(changes: readonly RecordChange[]): void {
    for (const { collection, id, value } of changes) {
      const kept = this.#collections.get(collection) ?? new Map<string, string>();
      this.#collections.set(collection, kept);
      if (value === null || value === undefined) kept.delete(id);
      else kept.set(id, JSON.stringify(value));
    }
  }

  clear(): void {
    this.#collections.clear();
  }

  /** Every record. */
  all(): RecordChange[] {
    return [...this.#collections].flatMap(([collection, kept]) =>
      [...kept].map(([id, value]) => ({ collection, id, value: JSON.parse(value) as unknown })),
    );
  }
}

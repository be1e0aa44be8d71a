import type { RecordChange, Records, StoredRecord } from '@hubscope/core/record';

/** Records in this process's memory, gone when it ends: for tests, and where no disk can be had. */
export class MemoryRecords implements Records {
  readonly #collections = new Map<string, Map<string, unknown>>();

  commit(changes: readonly RecordChange[]): Promise<void> {
    for (const { collection, id, value } of changes) {
      const kept = this.#collections.get(collection) ?? new Map<string, unknown>();
      this.#collections.set(collection, kept);
      if (value === null) kept.delete(id);
      else kept.set(id, structuredClone(value));
    }
    return Promise.resolve();
  }

  load(collection: string): Promise<readonly StoredRecord[]> {
    const kept = [...(this.#collections.get(collection) ?? [])];
    const ordered = kept.sort(([a], [b]) => (a < b ? -1 : 1));
    return Promise.resolve(ordered.map(([id, value]) => ({ id, value: structuredClone(value) })));
  }
}

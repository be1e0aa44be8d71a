import type { RecordChange, Records } from '@hubscope/core/record';

/** Records that outlive the access that wrote them, as a database does. */
export class KeptRecords implements Records {
  readonly #all = new Map<string, RecordChange>();

  commit(changes: readonly RecordChange[]): Promise<void> {
    for (const change of changes) {
      const key = `${change.collection} ${change.id}`;
      if (change.value === null) this.#all.delete(key);
      else this.#all.set(key, structuredClone(change));
    }
    return Promise.resolve();
  }

  load(collection: string): Promise<RecordChange[]> {
    return Promise.resolve(
      [...this.#all.values()]
        .filter((each) => each.collection === collection)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  }

  get text(): string {
    return JSON.stringify([...this.#all.values()]);
  }
}

import type { RecordChange, Records, StoredRecord } from '@hubscope/core/record';
import { HubscopeError } from '@hubscope/core/wire';
import type { Entry } from '../journal/frame.js';

/** A change whose value is text; null deletes. */
interface Written {
  readonly collection: string;
  readonly id: string;
  readonly text: string | null;
}

function textOf({ collection, id, value }: RecordChange): Written {
  return { collection, id, text: value === null || value === undefined ? null : JSON.stringify(value) };
}

/** The JSON of a change whose value is JSON already. */
function jsonOf({ collection, id, text }: Written): string {
  return `{"collection":${JSON.stringify(collection)},"id":${JSON.stringify(id)},"value":${text ?? 'null'}}`;
}

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
    const taken = changes.map(textOf);
    try {
      await this.#write({ kind: 'changes', changes, json: `[${taken.map(jsonOf).join(',')}]` });
    } catch (error) {
      throw new HubscopeError(
        'storage_unavailable',
        `Nothing was changed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    this.#keep(taken);
  }

  load(collection: string): Promise<readonly StoredRecord[]> {
    const kept = [...(this.#collections.get(collection) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return Promise.resolve(kept.map(([id, value]) => ({ id, value: JSON.parse(value) as unknown })));
  }

  /** Takes in changes that are on the disk. */
  apply(changes: readonly RecordChange[]): void {
    this.#keep(changes.map(textOf));
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

  #keep(changes: readonly Written[]): void {
    for (const { collection, id, text } of changes) {
      const kept = this.#collections.get(collection) ?? new Map<string, string>();
      this.#collections.set(collection, kept);
      if (text === null) kept.delete(id);
      else kept.set(id, text);
    }
  }
}

import type { RecordChange, Records, StoredRecord } from '@hubscope/core/record';
import { HubscopeError } from '@hubscope/core/wire';
import type { NewEntry } from '../journal/frame.js';

/** Characters of one of the entries that hold every record. */
const entryLength = 500_000;

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
  readonly #write: (entry: NewEntry) => Promise<void>;
  #closedTo: string | null = null;

  /** @param write resolves once an entry is on the disk */
  constructor(write: (entry: NewEntry) => Promise<void>) {
    this.#write = write;
  }

  /** @throws HubscopeError `storage_unavailable` where the disk took nothing: then nothing has changed */
  async commit(changes: readonly RecordChange[]): Promise<void> {
    if (changes.length === 0) return;
    if (this.#closedTo !== null)
      throw new HubscopeError('storage_unavailable', `Nothing was changed: ${this.#closedTo}`);
    // Taken as they are now, whatever becomes of the values meanwhile.
    const taken = changes.map(textOf);
    try {
      await this.#write({ kind: 'changes', json: `[${taken.map(jsonOf).join(',')}]` });
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

  /** Whether there are none. */
  get empty(): boolean {
    return [...this.#collections.values()].every((kept) => kept.size === 0);
  }

  /** Takes no changes any more: whoever has some does not know what there is. */
  close(why: string): void {
    this.#closedTo = why;
  }

  clear(): void {
    this.#collections.clear();
  }

  /** Every record, as entries of some milliseconds' work each; what was said before the first no longer counts. */
  *entries(): Iterable<NewEntry> {
    yield { kind: 'records', changes: [] };
    let taken: string[] = [];
    let length = 0;
    for (const [collection, kept] of this.#collections) {
      for (const [id, value] of kept) {
        const json = jsonOf({ collection, id, text: value });
        taken.push(json);
        length += json.length;
        if (length < entryLength) continue;
        yield { kind: 'changes', json: `[${taken.join(',')}]` };
        [taken, length] = [[], 0];
      }
    }
    if (taken.length > 0) yield { kind: 'changes', json: `[${taken.join(',')}]` };
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

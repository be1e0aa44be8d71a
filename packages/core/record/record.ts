import { z } from 'zod';

/** One thing that is kept for good: JSON, found by its collection and its id. */
export interface StoredRecord {
  readonly id: string;
  readonly value: unknown;
}

/** What becomes of one record; a value of null deletes it. */
export interface RecordChange {
  readonly collection: string;
  readonly id: string;
  readonly value: unknown;
}

/** Where rules, baselines, incidents, silences, unsent notifications and settings are kept: what must survive `kill -9`. */
export interface Records {
  /**
   * All of the changes or none, with their values as they are at the call. Resolves once they are on disk (in the database; the memory
   * forgets with the process).
   */
  commit(changes: readonly RecordChange[]): Promise<void>;
  /** A whole collection, ordered by id. */
  load(collection: string): Promise<readonly StoredRecord[]>;
}

/** A collection whose values have one schema. Changes are made here and committed together with those of others. */
export class Collection<T> {
  constructor(
    readonly name: string,
    private readonly schema: z.ZodType<T>,
  ) {}

  put(id: string, value: T): RecordChange {
    return { collection: this.name, id, value };
  }

  remove(id: string): RecordChange {
    return { collection: this.name, id, value: null };
  }

  /** What is kept, by id. What no longer fits the schema is left where it is and told to `unread`. */
  async load(records: Records, unread: (id: string, why: string) => void): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    for (const { id, value } of await records.load(this.name)) {
      const parsed = this.schema.safeParse(value);
      if (parsed.success) found.set(id, parsed.data);
      else unread(id, z.prettifyError(parsed.error));
    }
    return found;
  }
}

import type { DuckDBConnection } from '@duckdb/node-api';
import type { RecordChange } from '@hubscope/core/record';

/** The records as the database holds them: as they stood when the journal was last taken in. */
export class RecordTable {
  readonly #connection: DuckDBConnection;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async all(): Promise<RecordChange[]> {
    const found = await this.#connection.runAndReadAll(
      'SELECT collection, id, value FROM record ORDER BY collection, id',
    );
    return found.getRows().map(([collection, id, value]) => ({
      collection: String(collection),
      id: String(id),
      value: JSON.parse(String(value)) as unknown,
    }));
  }

  /**
   * Takes in changes, within the transaction that is under way; what is as it was is not written again.
   * @param whole true: a record that is not among them is gone
   */
  async apply(changes: readonly RecordChange[], whole: boolean): Promise<void> {
    const keyOf = ({ collection, id }: RecordChange): string => JSON.stringify([collection, id]);
    const kept = new Map((await this.all()).map((record) => [keyOf(record), JSON.stringify(record.value)]));
    const said = new Set(changes.map(keyOf));
    const gone = whole ? [...kept.keys()].filter((key) => !said.has(key)) : [];
    for (const key of gone) await this.#remove(key);
    for (const change of changes) {
      const key = keyOf(change);
      const value = change.value === null ? undefined : JSON.stringify(change.value);
      if (kept.get(key) === value) continue;
      if (kept.has(key)) await this.#remove(key);
      if (value !== undefined) {
        const row = [change.collection, change.id, value];
        await this.#connection.run('INSERT INTO record VALUES ($1, $2, $3)', row);
      }
    }
  }

  async #remove(key: string): Promise<void> {
    const [collection, id] = JSON.parse(key) as [string, string];
    await this.#connection.run('DELETE FROM record WHERE collection = $1 AND id = $2', [collection, id]);
  }
}

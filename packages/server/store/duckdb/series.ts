import type { DuckDBConnection } from '@duckdb/node-api';
import { hubId, type ComponentKey, type HubId } from '@hubscope/core/signal';

/** A hub (component null) or component that has history, and the seconds that it reaches over. */
export interface StoredSeries {
  readonly id: number;
  readonly hub: HubId;
  readonly component: ComponentKey | null;
  first: number;
  last: number;
}

const keyOf = (hub: string, component: string | null): string => JSON.stringify([hub, component]);

/** Which hubs and components the database knows, and by what number. */
export class SeriesTable {
  readonly #connection: DuckDBConnection;
  #series = new Map<string, StoredSeries>();
  #changed = new Set<StoredSeries>();
  #newest = 0;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async open(): Promise<void> {
    const found = await this.#connection.runAndReadAll(
      'SELECT id, hub, component, first::DOUBLE, last::DOUBLE FROM series ORDER BY id',
    );
    this.#series = new Map();
    this.#changed = new Set();
    this.#newest = 0;
    for (const [id, hub, component, first, last] of found.getRows()) {
      const series: StoredSeries = {
        id: Number(id),
        hub: hubId(String(hub)),
        component: typeof component === 'string' ? component : null,
        first: Number(first),
        last: Number(last),
      };
      this.#series.set(keyOf(series.hub, series.component), series);
      this.#newest = Math.max(this.#newest, series.id);
    }
  }

  find(hub: string, component: string | null): StoredSeries | null {
    return this.#series.get(keyOf(hub, component)) ?? null;
  }

  all(): StoredSeries[] {
    return [...this.#series.values()];
  }

  /** A series, new where there was none, that from now on reaches over these seconds too. */
  reach(hub: HubId, component: ComponentKey | null, first: number, last: number): StoredSeries {
    const key = keyOf(hub, component);
    let series = this.#series.get(key);
    if (series === undefined) {
      this.#newest += 1;
      series = { id: this.#newest, hub, component, first, last };
      this.#series.set(key, series);
    }
    series.first = Math.min(series.first, first);
    series.last = Math.max(series.last, last);
    this.#changed.add(series);
    return series;
  }

  /** Writes what changed, within the transaction that is under way. */
  async write(): Promise<void> {
    if (this.#changed.size === 0) return;
    const ids = [...this.#changed].map(({ id }) => id);
    await this.#connection.run(`DELETE FROM series WHERE id IN (${ids.join(',')})`);
    const appender = await this.#connection.createAppender('series');
    for (const { id, hub, component, first, last } of this.#changed) {
      appender.appendInteger(id);
      appender.appendVarchar(hub);
      if (component === null) appender.appendNull();
      else appender.appendVarchar(component);
      appender.appendBigInt(BigInt(first));
      appender.appendBigInt(BigInt(last));
      appender.endRow();
    }
    appender.closeSync();
    this.#changed.clear();
  }

  /** Forgets a hub's series, within the transaction that is under way. @returns their numbers */
  async remove(hub: HubId): Promise<number[]> {
    const gone = this.all().filter((series) => series.hub === hub);
    for (const { hub: name, component } of gone) this.#series.delete(keyOf(name, component));
    const ids = gone.map(({ id }) => id);
    if (ids.length > 0) await this.#connection.run(`DELETE FROM series WHERE id IN (${ids.join(',')})`);
    return ids;
  }
}

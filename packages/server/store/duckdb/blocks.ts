import { type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { RecentBlocks } from './recent-blocks.js';
import { startIn, tableName, tableOf, type Tier } from './tiers.js';

/** A block as it lies in the database. */
export interface StoredBlock {
  readonly series: number;
  readonly start: number;
  readonly body: Uint8Array;
}

function bytesOf(value: DuckDBValue | undefined): Uint8Array {
  if (typeof value === 'object' && value !== null && 'bytes' in value) return value.bytes;
  throw new TypeError('a block is no blob');
}

/** The tables of packed blocks: one for each tier and stretch of time, so that forgetting is dropping a table. */
export class Blocks {
  readonly #connection: DuckDBConnection;
  readonly #tables = new Set<string>();
  readonly #recent = new RecentBlocks();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Learns which tables there are. */
  async open(): Promise<void> {
    this.#tables.clear();
    this.#recent.clear();
    const found = await this.#connection.runAndReadAll(
      "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'history@_%' ESCAPE '@'",
    );
    for (const [name] of found.getRows()) if (typeof name === 'string') this.#tables.add(name);
  }

  /** The first second of a tier's oldest table; null where it has none. */
  oldest(tier: Tier): number | null {
    const starts = this.tables().flatMap(({ tier: each, start }) => (each === tier ? start : []));
    return starts.length === 0 ? null : Math.min(...starts);
  }

  /** Every table, oldest first within its tier. */
  tables(): { readonly name: string; readonly tier: Tier; readonly start: number }[] {
    return [...this.#tables]
      .flatMap((name) => {
        const found = tableOf(name);
        return found === null ? [] : [{ name, ...found }];
      })
      .sort((a, b) => a.tier.seconds - b.tier.seconds || a.start - b.start);
  }

  /** The blocks of one series that overlap a stretch, oldest first; of one that was written again, the newest. */
  async read(tier: Tier, series: number, from: number, to: number): Promise<StoredBlock[]> {
    return (await this.#readAll(tier, [series], from, to)).get(series) ?? [];
  }

  /** The same of several series, by their number, for who looks at them: what was looked at lately is not read again. */
  async look(
    tier: Tier,
    series: readonly number[],
    from: number,
    to: number,
  ): Promise<Map<number, readonly StoredBlock[]>> {
    const [first, end] = [startIn(from, tier.block), startIn(to - 1, tier.block) + tier.block];
    const found = new Map<number, readonly StoredBlock[]>();
    const missing: number[] = [];
    for (const each of series) {
      const recent = this.#recent.get(tier, each, from, to);
      if (recent === null) missing.push(each);
      else found.set(each, recent);
    }
    const read = await this.#readAll(tier, missing, first, end);
    for (const each of missing) {
      const blocks = read.get(each) ?? [];
      this.#recent.put(tier, each, first, end, blocks);
      found.set(each, blocks);
    }
    return found;
  }

  async #readAll(
    tier: Tier,
    series: readonly number[],
    from: number,
    to: number,
  ): Promise<Map<number, StoredBlock[]>> {
    const blocks = new Map<number, StoredBlock[]>();
    const first = startIn(from, tier.block);
    const parts = this.#within(tier, from, to).map(
      (name) =>
        `SELECT series, start, generation, body FROM ${name} WHERE series IN (${series.join(',')}) AND start >= ${String(first)} AND start < ${String(to)}`,
    );
    if (parts.length === 0 || series.length === 0) return blocks;
    const found = await this.#connection.runAndReadAll(
      `SELECT series, start::INTEGER, body FROM (${parts.join(' UNION ALL ')}) ORDER BY series, start, generation`,
    );
    for (const [which, start, body] of found.getRows()) {
      const block = { series: Number(which), start: Number(start), body: bytesOf(body) };
      const mine = blocks.get(block.series) ?? [];
      blocks.set(block.series, mine);
      if (mine.at(-1)?.start === block.start) mine.pop();
      mine.push(block);
    }
    return blocks;
  }

  /** The series that have a block of a tier within a stretch. */
  async seriesWithin(tier: Tier, from: number, to: number): Promise<number[]> {
    const series = new Set<number>();
    for (const name of this.#within(tier, from, to)) {
      const found = await this.#connection.runAndReadAll(
        `SELECT DISTINCT series FROM ${name} WHERE start >= ${String(from)} AND start < ${String(to)}`,
      );
      for (const [each] of found.getRows()) series.add(Number(each));
    }
    return [...series];
  }

  /** Writes blocks within the transaction that is under way. */
  async write(tier: Tier, blocks: readonly StoredBlock[], generation: number): Promise<void> {
    this.#recent.clear();
    for (const [name, rows] of byTable(tier, blocks)) {
      await this.#make(name);
      const appender = await this.#connection.createAppender(name);
      for (const { series, start, body } of rows) {
        appender.appendInteger(series);
        appender.appendBigInt(BigInt(start));
        appender.appendInteger(generation);
        appender.appendBlob(body);
        appender.endRow();
      }
      appender.closeSync();
    }
  }

  /** Forgets the blocks of one series that begin after a block does and before it ends. */
  async replace(tier: Tier, { series, start }: Pick<StoredBlock, 'series' | 'start'>): Promise<void> {
    this.#recent.clear();
    for (const name of this.#within(tier, start, start + tier.block)) {
      await this.#connection.run(
        `DELETE FROM ${name} WHERE series = ${String(series)} AND start > ${String(start)} AND start < ${String(start + tier.block)}`,
      );
    }
  }

  /** Forgets the series' blocks in every table. */
  async remove(series: readonly number[]): Promise<void> {
    if (series.length === 0) return;
    this.#recent.clear();
    for (const name of this.#tables) {
      await this.#connection.run(`DELETE FROM ${name} WHERE series IN (${series.join(',')})`);
    }
  }

  async drop(name: string): Promise<void> {
    this.#recent.clear();
    await this.#connection.run(`DROP TABLE IF EXISTS ${name}`);
    this.#tables.delete(name);
  }

  /** Bytes of packed blocks, by series and tier. */
  async sizes(): Promise<{ readonly series: number; readonly tier: Tier; readonly bytes: number }[]> {
    const sizes: { series: number; tier: Tier; bytes: number }[] = [];
    for (const { name, tier } of this.tables()) {
      const found = await this.#connection.runAndReadAll(
        `SELECT series, sum(octet_length(body))::DOUBLE FROM ${name} GROUP BY series`,
      );
      for (const [series, bytes] of found.getRows()) {
        sizes.push({ series: Number(series), tier, bytes: Number(bytes) });
      }
    }
    return sizes;
  }

  /** Bytes of all packed blocks. */
  async bytes(): Promise<number> {
    return (await this.sizes()).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The tables of a tier that overlap a stretch, oldest first. */
  #within(tier: Tier, from: number, to: number): string[] {
    const names: string[] = [];
    for (let table = startIn(from, tier.table); table < to; table += tier.table) {
      const name = tableName(tier, table);
      if (this.#tables.has(name)) names.push(name);
    }
    return names;
  }

  async #make(name: string): Promise<void> {
    if (this.#tables.has(name)) return;
    await this.#connection.run(
      `CREATE TABLE ${name} (series INTEGER NOT NULL, start BIGINT NOT NULL, generation INTEGER NOT NULL, body BLOB NOT NULL)`,
    );
    this.#tables.add(name);
  }
}

/** The blocks by the table that they go into. */
function byTable(tier: Tier, blocks: readonly StoredBlock[]): Map<string, StoredBlock[]> {
  const found = new Map<string, StoredBlock[]>();
  for (const block of blocks) {
    const name = tableName(tier, block.start);
    const rows = found.get(name) ?? [];
    found.set(name, rows);
    rows.push(block);
  }
  return found;
}

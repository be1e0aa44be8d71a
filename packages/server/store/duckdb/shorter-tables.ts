import type { DuckDBConnection } from '@duckdb/node-api';

const hour = 3600;
const day = 24 * hour;

/** By tier: what a table covered in version 1, and what it covers in version 2, s. */
const lengths = new Map([
  [1, { before: 6 * hour, after: hour }],
  [10, { before: day, after: 6 * hour }],
  [60, { before: 5 * day, after: 5 * day }],
  [600, { before: 60 * day, after: 60 * day }],
]);

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const found = await connection.runAndReadAll(sql);
  return found.getRows().map(([value]) => String(value));
}

/**
 * From version 1 to 2: tables of blocks are named by their first second, and those of the two finest tiers cover less. Blocks of ten
 * seconds were of five minutes and are of an hour: those of the hour that is not full yet go, since it is rolled up anew.
 */
export async function shorterTables(connection: DuckDBConnection): Promise<void> {
  const [until = '0'] = await rowsOf(connection, "SELECT value FROM meta WHERE key = 'until'");
  const openHour = Math.floor(Number(until) / hour) * hour;
  const tables = await rowsOf(
    connection,
    "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'block@_%' ESCAPE '@'",
  );
  for (const table of tables) {
    const [, tier, number] = /^block_(\d+)_(\d+)$/.exec(table) ?? [];
    const length = lengths.get(Number(tier));
    if (length === undefined) continue;
    const start = Number(number) * length.before;
    if (Number(tier) === 10) await connection.run(`DELETE FROM ${table} WHERE start >= ${String(openHour)}`);
    for (let from = start; from < start + length.before; from += length.after) {
      const rows = `FROM ${table} WHERE start >= ${String(from)} AND start < ${String(from + length.after)}`;
      const [found] = await rowsOf(connection, `SELECT count(*) ${rows}`);
      if (found === '0') continue;
      const name = `history_${String(tier)}_${String(from)}`;
      await connection.run(
        `CREATE TABLE ${name} (series INTEGER NOT NULL, start BIGINT NOT NULL, generation INTEGER NOT NULL, body BLOB NOT NULL)`,
      );
      await connection.run(`INSERT INTO ${name} SELECT series, start, generation, body ${rows}`);
    }
    await connection.run(`DROP TABLE ${table}`);
  }
}

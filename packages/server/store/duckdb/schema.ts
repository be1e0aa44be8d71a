import type { DuckDBConnection } from '@duckdb/node-api';
import { shorterTables } from './shorter-tables.js';

type Migration = (connection: DuckDBConnection) => Promise<void>;

/** What brings a database from each version to the next; the first makes an empty one. Never changed, only added to. */
const migrations: readonly Migration[] = [
  async (connection) => {
    for (const statement of [
      'CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)',
      'CREATE TABLE series (id INTEGER NOT NULL, hub VARCHAR NOT NULL, component VARCHAR, first BIGINT NOT NULL, last BIGINT NOT NULL)',
      'CREATE TABLE record (collection VARCHAR NOT NULL, id VARCHAR NOT NULL, value VARCHAR NOT NULL)',
    ])
      await connection.run(statement);
  },
  shorterTables,
];

/** The version that this program writes. */
export const schemaVersion = migrations.length;

/** A database of a later program. */
export class LaterVersion extends Error {
  override readonly name = 'LaterVersion';
}

async function versionOf(connection: DuckDBConnection): Promise<number> {
  const tables = await connection.runAndReadAll(
    "SELECT count(*)::INTEGER AS found FROM information_schema.tables WHERE table_name = 'meta'",
  );
  if (tables.value(0, 0) === 0) return 0;
  const found = await connection.runAndReadAll("SELECT value FROM meta WHERE key = 'version'");
  return found.currentRowCount === 0 ? 0 : Number(found.value(0, 0));
}

/**
 * Brings a database to this program's version, in one transaction.
 * @throws LaterVersion where a later program wrote it: it is left as it is
 */
export async function migrate(connection: DuckDBConnection): Promise<void> {
  const version = await versionOf(connection);
  if (version > schemaVersion) {
    throw new LaterVersion(
      `The database has version ${String(version)}; this program knows versions up to ${String(schemaVersion)}.`,
    );
  }
  if (version === schemaVersion) return;
  await connection.run('BEGIN');
  for (const step of migrations.slice(version)) await step(connection);
  await connection.run("DELETE FROM meta WHERE key = 'version'");
  await connection.run(`INSERT INTO meta VALUES ('version', '${String(schemaVersion)}')`);
  await connection.run('COMMIT');
}

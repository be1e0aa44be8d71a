import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobValue, DuckDBInstance } from '@duckdb/node-api';
import { hubId, SignalTable } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DuckDatabase } from './database.js';
import { DuckStore } from './duck-store.js';
import { schemaVersion } from './schema.js';

/*
 * Files as each version of the schema wrote them, statement by statement and byte by byte: these never change. A new version adds its
 * own here, and all the earlier ones must still be read.
 */

interface Written {
  readonly version: number;
  readonly statements: readonly string[];
}

/** Seconds 1,700,000,100 to 1,700,000,104 of throughput 7, 8, 9, 10, 11 and latency 10 ms, as version 1 packed them. */
const block1 = Buffer.from(
  'AQUAAQEBAQIKdGhyb3VnaHB1dAAOB2xhdGVuY3kAGGNk4GNiYmJigIAP9gwAYxBjgEEIiHSAMlQQDDaGFcyMDFz4KAYA',
  'base64',
);

const written: readonly Written[] = [
  { version: 0, statements: [] },
  {
    version: 1,
    statements: [
      'CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)',
      'CREATE TABLE series (id INTEGER NOT NULL, hub VARCHAR NOT NULL, component VARCHAR, first BIGINT NOT NULL, last BIGINT NOT NULL)',
      'CREATE TABLE record (collection VARCHAR NOT NULL, id VARCHAR NOT NULL, value VARCHAR NOT NULL)',
      "INSERT INTO meta VALUES ('version', '1'), ('segment', '3'), ('place', '100'), ('until', '1700000400'), ('generation', '2')",
      "INSERT INTO series VALUES (1, 'shop', NULL, 1700000100, 1700000104)",
      `INSERT INTO record VALUES ('rule', 'a', '{"at":1}')`,
      'CREATE TABLE block_1_78703 (series INTEGER NOT NULL, start BIGINT NOT NULL, generation INTEGER NOT NULL, body BLOB NOT NULL)',
    ],
  },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-schema-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function write({ version, statements }: Written): Promise<void> {
  const instance = await DuckDBInstance.create(join(folder, 'hubscope.duckdb'));
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  if (version > 0) {
    await connection.run('INSERT INTO block_1_78703 VALUES (1, 1700000100, 1, $1)', [blobValue(block1)]);
  }
  connection.closeSync();
  instance.closeSync();
}

async function versionOf(): Promise<unknown> {
  const instance = await DuckDBInstance.create(join(folder, 'hubscope.duckdb'));
  const connection = await instance.connect();
  const found = await connection.runAndReadAll("SELECT value FROM meta WHERE key = 'version'");
  const version = found.value(0, 0);
  connection.closeSync();
  instance.closeSync();
  return version;
}

describe('a database of an earlier version', () => {
  it('is there for every version that was', () => {
    expect(written.map(({ version }) => version)).toEqual(
      Array.from({ length: schemaVersion + 1 }, (_, version) => version),
    );
  });

  it.each(written)('$version opens as this one’s, with all that it holds', async (each) => {
    await write(each);
    const table = new SignalTable();
    const store = await DuckStore.open({
      folder,
      clock: new SimulatedClock(millis(1_700_000_500_000)),
      table,
      signals: [],
      say: (sentence) => expect.fail(sentence),
      database: (options) => new DuckDatabase(options),
    });
    try {
      const [throughput, latency] = await store.history({
        hub: hubId('shop'),
        component: null,
        from: second(1_700_000_100),
        to: second(1_700_000_106),
        stepSeconds: 1,
        columns: ['throughput', 'latency.p50'].map((name) => table.column(name) ?? expect.fail(name)),
      });
      const has = each.version > 0;
      expect(Array.from(throughput?.values ?? [])).toEqual(
        has ? [7, 8, 9, 10, 11, NaN] : new Array(6).fill(NaN),
      );
      if (has) expect(latency?.values[0]).toBeCloseTo(10, 0);
      expect(await store.records.load('rule')).toEqual(has ? [{ id: 'a', value: { at: 1 } }] : []);
      // What comes after it is written beside it.
      await store.records.commit([{ collection: 'rule', id: 'b', value: { at: 2 } }]);
    } finally {
      await store.close();
    }
    expect(await versionOf()).toBe(String(schemaVersion));
  });
});

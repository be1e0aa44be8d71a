import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobValue, DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { hubId, SignalTable } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DuckDatabase } from './database.js';
import { DuckStore } from './duck-store.js';
import { migrate, schemaVersion } from './schema.js';

/*
 * Files as each version of the schema wrote them, statement by statement and byte by byte: these never change. A new version adds its
 * own here, and all the earlier ones must still be read.
 */

interface Written {
  readonly version: number;
  readonly statements: readonly string[];
  /** Where the one block of seconds goes. */
  readonly block?: { readonly table: string; readonly body: Buffer };
}

/** Seconds 1,700,000,100 to 1,700,000,104 of throughput 7, 8, 9, 10, 11 and latency 10 ms, as version 1 packed them. */
const block1 = Buffer.from(
  'AQUAAQEBAQIKdGhyb3VnaHB1dAAOB2xhdGVuY3kAGGNk4GNiYmJigIAP9gwAYxBjgEEIiHSAMlQQDDaGFcyMDFz4KAYA',
  'base64',
);

/** The same as version 2 packed them, but for the latency of the second of these seconds, which is unknown. */
const block2 = Buffer.from(
  'AgEABQIKdGhyb3VnaHB1dAAOB2xhdGVuY3kDHRZjZOBjYmJiYoCAD/YMAGMQY4BACFBxwGSwMaxgZmRgxEoxAAA=',
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
    block: { table: 'block_1_78703', body: block1 },
  },
  {
    version: 2,
    statements: [
      'CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)',
      'CREATE TABLE series (id INTEGER NOT NULL, hub VARCHAR NOT NULL, component VARCHAR, first BIGINT NOT NULL, last BIGINT NOT NULL)',
      'CREATE TABLE record (collection VARCHAR NOT NULL, id VARCHAR NOT NULL, value VARCHAR NOT NULL)',
      "INSERT INTO meta VALUES ('version', '2'), ('segment', '3'), ('place', '100'), ('until', '1700000400'), ('generation', '2')",
      "INSERT INTO series VALUES (1, 'shop', NULL, 1700000100, 1700000104)",
      `INSERT INTO record VALUES ('rule', 'a', '{"at":1}')`,
      'CREATE TABLE history_1_1699999200 (series INTEGER NOT NULL, start BIGINT NOT NULL, generation INTEGER NOT NULL, body BLOB NOT NULL)',
    ],
    block: { table: 'history_1_1699999200', body: block2 },
  },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-schema-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function withFile<T>(run: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(join(folder, 'hubscope.duckdb'));
  const connection = await instance.connect();
  try {
    return await run(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const write = ({ statements, block }: Written): Promise<void> =>
  withFile(async (connection) => {
    for (const statement of statements) await connection.run(statement);
    if (block === undefined) return;
    await connection.run(`INSERT INTO ${block.table} VALUES (1, 1700000100, 1, $1)`, [blobValue(block.body)]);
  });

const versionOf = (): Promise<unknown> =>
  withFile(async (connection) => {
    const found = await connection.runAndReadAll("SELECT value FROM meta WHERE key = 'version'");
    return found.value(0, 0);
  });

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
      expect(latency?.values[1]).toSatisfy(each.version === 1 ? Number.isFinite : Number.isNaN);
      expect(await store.records.load('rule')).toEqual(has ? [{ id: 'a', value: { at: 1 } }] : []);
      // What comes after it is written beside it.
      await store.records.commit([{ collection: 'rule', id: 'b', value: { at: 2 } }]);
    } finally {
      await store.close();
    }
    expect(await versionOf()).toBe(String(schemaVersion));
  });

  it('of version 1 has its tables cut anew, and the ten seconds of the hour that is not full left to be rolled up again', async () => {
    const version1 = written[1] ?? expect.fail('version 1');
    await write(version1);
    const columns =
      'series INTEGER NOT NULL, start BIGINT NOT NULL, generation INTEGER NOT NULL, body BLOB NOT NULL';
    await withFile(async (connection) => {
      // The day that begins at 1,699,920,000, and the open hour, which begins at 1,699,999,200.
      await connection.run(`CREATE TABLE block_10_19675 (${columns})`);
      for (const start of [1_699_920_300, 1_699_998_900, 1_699_999_200, 1_700_000_100])
        await connection.run(`INSERT INTO block_10_19675 VALUES (1, ${String(start)}, 1, '')`);
      await connection.run(`CREATE TABLE block_60_3935 (${columns})`);
      await connection.run(`INSERT INTO block_60_3935 VALUES (1, 1699963200, 1, '')`);
      await migrate(connection);
      const tables = await connection.runAndReadAll(
        "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%@_%' ESCAPE '@' ORDER BY 1",
      );
      expect(tables.getRows().flat()).toEqual([
        'history_10_1699920000',
        'history_10_1699984800',
        'history_1_1699999200',
        'history_60_1699920000',
      ]);
      const tens = await connection.runAndReadAll('SELECT start::INTEGER FROM history_10_1699984800');
      expect(tens.getRows().flat()).toEqual([1_699_998_900]);
    });
  });
});

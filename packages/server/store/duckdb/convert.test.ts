import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convert, TooLarge } from './convert.js';

let folder: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-convert-'));
  instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '256MB' });
  connection = await instance.connect();
});
afterEach(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => join(folder, name);

/** Makes a Parquet file of what a query gives. */
async function parquetOf(query: string): Promise<string> {
  await connection.run(`COPY (${query}) TO '${file('in.parquet')}' (FORMAT PARQUET)`);
  return file('in.parquet');
}

describe('a Parquet file', () => {
  it('becomes CSV, and CSV becomes one', async () => {
    writeFileSync(file('in.csv'), 'time,component,throughput\n1700000000,agent:planner,1.5\n1700000001,,\n');
    await convert(connection, file('in.csv'), file('both.parquet'));
    await convert(connection, file('both.parquet'), file('out.csv'));
    expect(readFileSync(file('out.csv'), 'utf8')).toBe(readFileSync(file('in.csv'), 'utf8'));
  });

  it('of as many rows as may be is taken whole, and of one more not at all', async () => {
    const from = await parquetOf('SELECT range AS time, 1 AS throughput FROM range(1000)');
    await convert(connection, from, file('out.csv'), 1000);
    expect(readFileSync(file('out.csv'), 'utf8').split('\n')).toHaveLength(1002);
    await expect(convert(connection, from, file('more.csv'), 999)).rejects.toThrow(
      'an import holds 999 points at most',
    );
    expect(existsSync(file('more.csv'))).toBe(false);
  });

  it.each([
    ['rows', 'SELECT 1 AS time FROM range(100_000_000)', 'points'],
    [
      'cells',
      `SELECT ${Array.from({ length: 60 }, (_, at) => `1 AS "c ""${String(at)}"`).join(', ')} FROM range(1_000_000)`,
      'cells',
    ],
    [
      'columns',
      `SELECT ${Array.from({ length: 1001 }, (_, at) => `1 AS c${String(at)}`).join(', ')}`,
      'columns',
    ],
    ['text', `SELECT repeat('x', 1000) AS component FROM range(300_000)`, 'bytes of text'],
    [
      'values in one cell',
      `SELECT [repeat('x', 1000) FOR x IN range(100)] AS time FROM range(3000)`,
      'bytes of text',
    ],
  ])(
    'that is small and stands for many %s is refused before it is unpacked',
    async (_, query, why) => {
      const from = await parquetOf(query);
      expect(statSync(from).size).toBeLessThan(16_000_000);
      await expect(convert(connection, from, file('out.csv'))).rejects.toThrow(TooLarge);
      await expect(convert(connection, from, file('out.csv'))).rejects.toThrow(why);
      expect(existsSync(file('out.csv'))).toBe(false);
    },
    60_000,
  );
});

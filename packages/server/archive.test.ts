import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { maxPoints } from './api/transfer/points.js';
import { KeptArchive } from './archive.js';
import { maxRows, TooLarge } from './store/duckdb/convert.js';
import { DatabaseFailure } from './store/duckdb/database-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** An archive whose database turns files into others so. */
function archiveOf(convert: (from: string, to: string) => Promise<void>): KeptArchive {
  const unasked = (): never => {
    throw new Error('not asked in this test');
  };
  const store = {
    troubles: unasked,
    sizes: unasked,
    import: unasked,
    knownHubs: unasked,
    backup: unasked,
    forgetForGood: unasked,
    convert,
  };
  const latest = { remember: unasked, past: unasked, forgetPast: unasked };
  return new KeptArchive(store, latest, { remember: unasked, forget: unasked });
}

async function* sent(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

it('takes a Parquet file as CSV, some at a time, and leaves nothing behind', async () => {
  const archive = archiveOf(async (from, to) => {
    writeFileSync(to, `as CSV: ${readFileSync(from, 'utf8')} ${'x'.repeat(200_000)}`);
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of archive.csvOfParquet(sent('PAR', '1'))) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(pieces).toString()).toContain('as CSV: PAR1 xxx');
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves nothing behind where its CSV is not read to its end', async () => {
  const archive = archiveOf(async (_from, to) => {
    writeFileSync(to, 'x'.repeat(1_000_000));
  });
  for await (const piece of archive.csvOfParquet(sent('PAR1'))) {
    expect(piece.length).toBeLessThan(1_000_000);
    break;
  }
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['is more than an import may bring', new TooLarge('an import holds 5 points at most'), '5 points'],
  [
    'was found so by the process',
    new DatabaseFailure('an import holds 5 points at most', 'TooLarge'),
    '5 points',
  ],
  ['is none', new DatabaseFailure('no magic bytes', 'Error'), 'no Parquet file'],
])('refuses a file that %s', async (_, thrown, why) => {
  const archive = archiveOf(() => Promise.reject(thrown));
  const read = archive.csvOfParquet(sent('PAR1')).next();
  await expect(read).rejects.toMatchObject({ code: 'invalid_import' });
  await expect(read).rejects.toThrow(why);
  expect(readdirSync(folder)).toEqual([]);
});

it('tells of a database that has ended as what it is', async () => {
  const ended = new DatabaseFailure('it ended', 'Ended');
  const archive = archiveOf(() => Promise.reject(ended));
  await expect(archive.csvOfParquet(sent('PAR1')).next()).rejects.toBe(ended);
});

it('takes as many rows of a Parquet file as of any other', () => {
  expect(maxRows).toBe(maxPoints);
});

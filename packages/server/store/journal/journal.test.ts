import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignalTable } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DuckDatabase } from '../duckdb/database.js';
import { DuckStore } from '../duckdb/duck-store.js';
import { hub, pointAt, start } from '../testing/points.js';

const table = new SignalTable();

let folder: string;
let said: string[];
let store: DuckStore | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-journal-'));
  said = [];
  store = null;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(where = folder): Promise<DuckStore> {
  await store?.close();
  store = await DuckStore.open({
    folder: where,
    clock: new SimulatedClock(millis((start + 60) * 1000)),
    table,
    signals: [],
    say: (sentence) => said.push(sentence),
    database: (options) => new DuckDatabase(options),
  });
  return store;
}

/** Lets every write of every open file fail, as a file system does that is full. */
async function fullDisk(): Promise<void> {
  const handle = await open(join(folder, 'probe'), 'w');
  const files = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  vi.spyOn(files, 'write').mockRejectedValue(error);
}

async function kept(from: DuckStore): Promise<number[]> {
  const query = { hub, component: null, from: pointAt(0).second, to: pointAt(60).second };
  const found: number[] = [];
  for await (const points of from.points(query)) found.push(...points.map(({ second }) => second - start));
  return found;
}

const change = { collection: 'rule', id: 'a', value: { at: 1 } };

describe('a journal that can not be written', () => {
  it('keeps the live view, says so, counts it, refuses what must be on disk, and writes on when there is room', async () => {
    const full = await opened();
    full.write([pointAt(0)]);
    await full.records.commit([change]);
    await fullDisk();
    full.write([pointAt(1)]);
    await expect(full.records.commit([{ ...change, id: 'b' }])).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
    expect(full.troubles().join()).toContain('no space left on device');
    expect(said.join()).toContain(`History can't be written to`);
    full.write([pointAt(2)]);
    expect(full.stats().writesFailed).toBe(1);
    expect(await kept(full)).toEqual([0, 1, 2]);

    vi.restoreAllMocks();
    await full.records.commit([{ ...change, id: 'c' }]);
    expect(full.troubles()).toEqual([]);
    expect(said.at(-1)).toContain('It is over');
    const again = await opened();
    expect(await kept(again)).toEqual([0, 1, 2]);
    expect((await again.records.load('rule')).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('goes on in memory where the data folder can not be made', async () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    const without = await opened(join(file, 'data'));
    expect(without.troubles().join()).toContain(`can't be used`);
    without.write([pointAt(0)]);
    expect(await kept(without)).toEqual([0]);
    expect(without.stats().writesFailed).toBe(1);
  });
});

describe('a journal of records', () => {
  const text = 'x'.repeat(1000);
  const many = Array.from({ length: 3000 }, (_, n) => ({ ...change, id: String(n), value: { n, text } }));
  const segments = (): string[] => readdirSync(folder).filter((each) => each.endsWith('.journal'));

  it('begins each segment with all of them, however many, and keeps none of the segments before', async () => {
    await (await opened()).records.commit(many);
    for (let start = 0; start < 3; start += 1) await opened();
    expect(segments()).toHaveLength(1);
    const found = await (await opened()).records.load('rule');
    expect(found.map(({ value }) => (value as { n: number }).n).sort((a, b) => a - b)).toEqual(
      many.map((_, n) => n),
    );
  });

  it('takes no segment for one that a stop left unfinished', async () => {
    await (await opened()).records.commit([change]);
    await store?.close();
    const [name = ''] = segments();
    const begun = readFileSync(join(folder, name)).subarray(0, 400);
    writeFileSync(join(folder, '0000000099.journal.new'), begun);
    expect((await (await opened()).records.load('rule')).map(({ id }) => id)).toEqual(['a']);
    expect(said).toEqual([]);
  });
});

describe('a damaged journal', () => {
  it('is read up to the damage, and what follows it is set aside, never deleted', async () => {
    const whole = await opened();
    for (let at = 0; at < 30; at += 1) {
      whole.write([pointAt(at)]);
      // A write of its own each, so that the damage hits one in the middle.
      await whole.records.commit([{ ...change, value: { at } }]);
    }
    await whole.close();
    const [name = ''] = readdirSync(folder).filter((each) => each.endsWith('.journal'));
    const bytes = readFileSync(join(folder, name));
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 0xff;
    writeFileSync(join(folder, name), bytes);
    const again = await opened();
    const left = await kept(again);
    expect(left.length).toBeGreaterThan(5);
    expect(left.length).toBeLessThan(30);
    expect(left).toEqual(Array.from({ length: left.length }, (_, at) => at));
    expect(said.join()).toContain('was set aside as');
    const [aside = ''] = readdirSync(folder).filter((each) => each.includes('.damaged-'));
    expect(readFileSync(join(folder, aside))).toEqual(bytes);
    expect(again.troubles()).toEqual([]);
  });
});

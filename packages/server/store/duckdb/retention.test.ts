import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignalTable, hubId } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hub, pointAt, start } from '../testing/points.js';
import { DuckDatabase } from './database.js';
import { DuckStore } from './duck-store.js';

const table = new SignalTable();
const day = 86_400;

let folder: string;
let clock: SimulatedClock;
let store: DuckStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-retention-'));
  clock = new SimulatedClock(millis(start * 1000));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(maxBytes?: number): Promise<void> {
  store = await DuckStore.open({
    folder,
    clock,
    table,
    signals: [],
    ...(maxBytes === undefined ? {} : { maxBytes }),
    say: (sentence) => expect.fail(sentence),
    database: (options) => new DuckDatabase(options),
  });
}

/** A point every ten minutes, taken in each quarter of a day, as it goes by. */
async function live(days: number): Promise<void> {
  for (let offset = 0; offset < days * day; offset += 600) {
    clock.set(millis((start + offset + 1) * 1000));
    store.write([pointAt(offset), { ...pointAt(offset), hub: hubId('other'), component: null }]);
    if (offset % (day / 4) === 0) await store.tend();
  }
  clock.advance(600_000);
  await store.tend();
}

/** Which of the points are there at a resolution, by how many days ago they are. */
async function daysAgo(stepSeconds: number, which = hub): Promise<number[]> {
  const column = table.column('throughput') ?? expect.fail('no throughput');
  const now = Math.floor(clock.now() / 1000);
  const from = second(Math.floor((now - 450 * day) / 600) * 600);
  const query = { hub: which, component: null, from, to: second(now), stepSeconds, columns: [column] };
  const [series] = await store.history(query);
  const found = new Set<number>();
  for (const [at, value] of (series?.values ?? []).entries()) {
    if (!Number.isNaN(value)) found.add(Math.floor((now - from - at * stepSeconds) / day));
  }
  return [...found].sort((a, b) => a - b);
}

async function secondsOf(days: number): Promise<number> {
  const now = Math.floor(clock.now() / 1000);
  const query = { hub, component: null, from: second(now - days * day), to: second(now) };
  let found = 0;
  for await (const points of store.points(query)) found += points.length;
  return found;
}

describe('history that grows old', () => {
  it('is there by the second for a day, and merged for longer', async () => {
    await open();
    await live(4);
    // A table of six hours goes when all of it is old enough: a day stays, and up to six hours more.
    const seconds = await secondsOf(4);
    expect(seconds).toBeGreaterThanOrEqual(day / 600);
    expect(seconds).toBeLessThanOrEqual((1.25 * day) / 600 + 1);
    // Ten minutes are kept 400 days: nothing of it is gone.
    expect((await daysAgo(600)).length).toBeGreaterThanOrEqual(4);
  });

  it('goes before its time where there is no room for it, the finest and oldest first; what each hub takes is told', async () => {
    await open();
    await live(3);
    const [first, other] = await store.sizes();
    expect([first?.hub, other?.hub].sort()).toEqual(['other', hub].sort());
    const all = (first?.bytes ?? 0) + (other?.bytes ?? 0);
    const before = await secondsOf(3);
    await store.close();
    await open(all * 0.9);
    clock.advance(600_000);
    store.write([pointAt(3 * day + 600)]);
    clock.advance(600_000);
    await store.tend();
    const after = await store.sizes();
    expect(after.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(all * 0.9);
    expect(await secondsOf(4)).toBeLessThan(before);
    expect((await daysAgo(600)).length).toBeGreaterThanOrEqual(3);
  });

  it('is gone with its hub, from the journal, the database and what each hub takes, and the others stay', async () => {
    await open();
    await live(2);
    await store.forgetForGood(hub);
    expect(await daysAgo(600)).toEqual([]);
    expect(await secondsOf(2)).toBe(0);
    await store.close();
    await open();
    expect(await daysAgo(600)).toEqual([]);
    expect((await daysAgo(600, hubId('other'))).length).toBeGreaterThanOrEqual(2);
    expect((await store.sizes()).map((size) => size.hub)).toEqual(['other']);
    expect(store.knownHubs().map((known) => known.hub)).toEqual(['other']);
  });
});

describe('an import', () => {
  it('is there whole after its answer, or not at all', async () => {
    await open();
    const points = Array.from({ length: 900 }, (_, at) => pointAt(at - 2 * 3600));
    await store.import(points);
    await store.close();
    await open();
    expect(await secondsOf(1)).toBe(900);
  });

  it('of which the database has nothing yet is taken in by the next start', async () => {
    await open();
    await store.close();
    // The database ends while it takes the import in, as by kill -9: the journal has it all the same.
    store = await DuckStore.open({
      folder,
      clock,
      table,
      signals: [],
      say: () => undefined,
      database: (options) => {
        const database = new DuckDatabase(options);
        database.absorb = () => Promise.reject(new Error('it ended'));
        return database;
      },
    });
    await store.import(Array.from({ length: 900 }, (_, at) => pointAt(at - 2 * 3600)));
    expect(store.troubles().join()).toContain('it ended');
    await store.close();
    await open();
    expect(await secondsOf(1)).toBe(900);
  });
});

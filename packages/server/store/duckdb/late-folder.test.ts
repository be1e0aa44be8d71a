import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubId, SignalTable } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hub, pointAt, start } from '../testing/points.js';
import { DuckDatabase } from './database.js';
import { DuckStore } from './duck-store.js';

let parent: string;
let folder: string;
let clock: SimulatedClock;
let said: string[];
let store: DuckStore | null;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'hubscope-late-'));
  folder = join(parent, 'data');
  clock = new SimulatedClock(millis(start * 1000));
  said = [];
  store = null;
});
afterEach(async () => {
  await store?.close();
  rmSync(parent, { recursive: true, force: true });
});

async function opened(): Promise<DuckStore> {
  await store?.close();
  store = await DuckStore.open({
    folder,
    clock,
    table: new SignalTable(),
    signals: [],
    say: (sentence) => said.push(sentence),
    database: (options) => new DuckDatabase(options),
  });
  return store;
}

/** Writes seconds as time passes. */
function live(to: DuckStore, from: number, until: number): void {
  for (let offset = from; offset < until; offset += 1) {
    clock.set(millis((start + offset + 1) * 1000));
    to.write([pointAt(offset)]);
  }
}

async function kept(from: DuckStore): Promise<number[]> {
  const query = { hub, component: null, from: pointAt(0).second, to: pointAt(5000).second };
  const found: number[] = [];
  for await (const points of from.points(query)) found.push(...points.map(({ second }) => second - start));
  return found;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const rule = { collection: 'rule', id: 'a', value: { at: 1 } };

describe('a data folder that can not be used at the start', () => {
  it('is tried again, and holds from then on all that was in memory, and takes records', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    const late = await opened();
    expect(late.troubles().join()).toContain(`can't be used`);
    live(late, 0, 900);
    await late.tend();
    expect(said).toHaveLength(1);
    await expect(late.records.commit([rule])).rejects.toMatchObject({ code: 'storage_unavailable' });

    rmSync(folder);
    await late.tend();
    expect(late.troubles()).toEqual([]);
    expect(said.at(-1)).toContain('It is over');
    expect(await kept(late)).toEqual(upTo(900));
    await late.records.commit([rule]);
    live(late, 900, 1000);
    const again = await opened();
    expect(await kept(again)).toEqual(upTo(1000));
    expect(await again.records.load('rule')).toHaveLength(1);
  });

  it('goes on with the history that it holds, and keeps its records from who knows none of them', async () => {
    const before = await opened();
    await before.records.commit([rule]);
    live(before, 0, 700);
    await before.tend();
    await before.close();
    const away = join(parent, 'away');
    renameSync(folder, away);
    writeFileSync(folder, '');

    const late = await opened();
    live(late, 700, 1400);
    rmSync(folder);
    renameSync(away, folder);
    await late.tend();
    expect(late.troubles().join()).toContain('from the next start on');
    live(late, 1400, 1500);
    expect(await kept(late)).toEqual(upTo(1500));
    for (const changes of [[{ ...rule, value: { at: 2 } }], [{ ...rule, value: null }]])
      await expect(late.records.commit(changes)).rejects.toMatchObject({ code: 'storage_unavailable' });
    await late.tend();

    const again = await opened();
    expect(again.troubles()).toEqual([]);
    expect(await kept(again)).toEqual(upTo(1500));
    expect(await again.records.load('rule')).toMatchObject([{ id: 'a', value: { at: 1 } }]);
  });

  // Root may read everything: it becomes nobody for a while.
  it.skipIf(process.getuid?.() !== 0)(
    'loses nothing that it holds where it may not even be looked into',
    async () => {
      const before = await opened();
      await before.records.commit([rule]);
      live(before, 0, 50);
      await before.close();
      chmodSync(folder, 0o700);
      chmodSync(parent, 0o755);
      process.seteuid?.(65534);
      try {
        const late = await opened();
        expect(late.troubles().join()).toContain('EACCES');
        await late.tend();
      } finally {
        process.seteuid?.(0);
      }
      await store?.tend();
      expect(await kept(store ?? expect.fail('no store'))).toEqual(upTo(50));
      expect(await (await opened()).records.load('rule')).toHaveLength(1);
    },
  );

  it('is taken over by who waits in memory as soon as the server that has it is gone', async () => {
    mkdirSync(folder);
    const first = await opened();
    store = null;
    const second = await opened();
    expect(second.troubles().join()).toContain('in use by process');
    live(second, 0, 20);
    await first.close();
    await second.tend();
    expect(second.troubles()).toEqual([]);
    expect(await kept(await opened())).toEqual(upTo(20));
  });
});

describe('an import', () => {
  const other = hubId('moved');
  const many = (count: number): ReturnType<typeof pointAt>[] =>
    Array.from({ length: count }, (_, at) => ({ ...pointAt(at - 900_000), hub: other }));

  it('is written in parts, between which others have their turn, and none of a hub that is forgotten later', async () => {
    const into = await opened();
    live(into, 0, 10);
    let turns = 0;
    let over = false;
    const count = (): void => {
      turns += 1;
      if (!over) setImmediate(count);
    };
    count();
    await into.import(many(45_000));
    over = true;
    expect(turns).toBeGreaterThan(2 * 4);
    expect(into.knownHubs()).toMatchObject([{ hub: other, first: start - 900_000 }]);
    await into.forgetForGood(other);
    const again = await opened();
    expect(again.knownHubs().map((each) => each.hub)).toEqual([hub]);
    expect(await kept(again)).toEqual(upTo(10));
  });

  it('that fails in the middle leaves nothing', async () => {
    const into = await opened();
    live(into, 0, 10);
    const points = many(25_000);
    const faulty = Object.defineProperty({ ...pointAt(0) }, 'readings', {
      get: () => {
        throw new Error('no such reading');
      },
    });
    await expect(into.import([...points, faulty])).rejects.toThrow('no such reading');
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
    const again = await opened();
    expect(again.knownHubs().map((each) => each.hub)).toEqual([hub]);
  });
});

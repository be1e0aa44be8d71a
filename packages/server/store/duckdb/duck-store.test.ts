import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Distribution } from '@hubscope/core/distribution';
import { hubId, SignalTable, type Point, type Reading } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DuckDatabase, type Database, type DatabaseOptions } from './database.js';
import { DuckStore } from './duck-store.js';

const table = new SignalTable();
const hub = hubId('shop');
const start = 1_700_000_400;

let folder: string;
let clock: SimulatedClock;
let said: string[];
let stores: DuckStore[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-store-'));
  clock = new SimulatedClock(millis(start * 1000));
  said = [];
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(
  database = (options: DatabaseOptions): Database => new DuckDatabase(options),
): Promise<DuckStore> {
  const store = await DuckStore.open({
    folder,
    clock,
    table: new SignalTable(),
    signals: [],
    say: (sentence) => said.push(sentence),
    database,
  });
  stores.push(store);
  return store;
}

async function reopened(store: DuckStore): Promise<DuckStore> {
  await store.close();
  return opened();
}

/** Ten operations of 10 ms a second, and one of 5,000 ms in the second 1,234. */
function point(offset: number, component: string | null = null): Point {
  const distribution = new Distribution();
  distribution.record(10, 10);
  if (offset === 1234) distribution.record(5000);
  const readings: Record<string, Reading> = {
    throughput: { fold: 'sum', value: offset === 1234 ? 11 : 10, seconds: 1 },
    latency: { fold: 'distribution', distribution },
    error_rate: { fold: 'ratio', numerator: offset % 2, denominator: 10 },
    memory: { fold: 'sum', value: 48.5 + offset / 1e6, seconds: 1 },
  };
  return {
    hub,
    component,
    second: second(start + offset),
    readings: table.signals.map(({ name }) => readings[name] ?? null),
  };
}

/** Writes seconds as time passes, and lets the store tend itself each minute. */
async function live(store: DuckStore, from: number, to: number): Promise<void> {
  for (let offset = from; offset < to; offset += 1) {
    clock.set(millis((start + offset + 1) * 1000));
    store.write([point(offset), point(offset, 'agent:planner')]);
    if (offset % 60 === 59) await store.tend();
  }
}

async function read(store: DuckStore, from: number, to: number, step: number, ...names: string[]) {
  return store.history({
    hub,
    component: null,
    from: second(start + from),
    to: second(start + to),
    stepSeconds: step,
    columns: names.map((name) => table.column(name) ?? expect.fail(name)),
    withExtremes: true,
  });
}

async function secondsOf(store: DuckStore, from: number, to: number): Promise<number[]> {
  const found: number[] = [];
  const query = { hub, component: null, from: second(start + from), to: second(start + to) };
  for await (const points of store.points(query)) found.push(...points.map((each) => each.second - start));
  return found;
}

describe('the store on disk', () => {
  it('answers distributions whole, from the database, from memory and from a step that both hold', async () => {
    const store = await opened();
    await live(store, 0, 1500);
    await store.close();
    const again = await opened();
    const signal = table.find('latency') ?? expect.fail('latency');
    for (const [component, step] of [
      [null, 1],
      ['agent:planner', 7],
      [null, 60],
      [null, 700],
    ] as const) {
      const stretch = { hub, component, from: second(start), to: second(start + 1500), stepSeconds: step };
      const found = await again.distributions({ ...stretch, signal });
      expect(found).toHaveLength(Math.ceil(1500 / step));
      const counts = found.map((each) => each?.count ?? null);
      const ends = counts.map((_, at) => Math.min(1500, (at + 1) * step));
      expect(counts).toEqual(
        ends.map((end, at) => 10 * (end - at * step) + (at * step <= 1234 && 1234 < end ? 1 : 0)),
      );
      expect(Math.max(...found.map((each) => each?.max() ?? 0))).toBe(5000);
    }
    expect(
      await again.distributions({
        hub: hubId('other'),
        component: null,
        from: second(start),
        to: second(start + 2),
        stepSeconds: 1,
        signal,
      }),
    ).toEqual([null, null]);
  });

  it('answers for several components at once what it answers for each, from the database and from memory', async () => {
    let asked = 0;
    const first = await opened();
    await live(first, 0, 1500);
    await first.close();
    const store = await opened((options) => {
      const database = new DuckDatabase(options);
      const histories = database.histories.bind(database);
      database.histories = (query) => {
        asked += 1;
        return histories(query);
      };
      return database;
    });
    await live(store, 1500, 1560);
    const columns = ['throughput', 'memory'].map((name) => table.column(name) ?? expect.fail(name));
    const query = {
      hub,
      from: second(start + 100),
      to: second(start + 1560),
      stepSeconds: 1460,
      columns,
    };
    const components = ['agent:planner', 'agent:never'];
    const each = await Promise.all(components.map((component) => store.history({ ...query, component })));
    expect(await store.histories({ ...query, components })).toEqual(each);
    expect(each[0]?.[0]?.values[0]).toBeGreaterThan(10);
    expect(asked).toBe(1);
  });

  it('has after a restart every second that it had before, from the database and from the journal', async () => {
    const store = await opened();
    await live(store, 0, 1500);
    const before = await read(store, 0, 1500, 1, 'throughput', 'latency.p99', 'error_rate', 'memory');
    const again = await reopened(store);
    expect(existsSync(join(folder, 'hubscope.duckdb'))).toBe(true);
    expect(await read(again, 0, 1500, 1, 'throughput', 'latency.p99', 'error_rate', 'memory')).toEqual(
      before,
    );
    expect(await secondsOf(again, 0, 1500)).toEqual(Array.from({ length: 1500 }, (_, offset) => offset));
    expect(again.knownHubs()).toMatchObject([{ hub, first: start, components: ['agent:planner'] }]);
    expect(said).toEqual([]);
  });

  it('merges steps across the place where the database ends and the journal begins', async () => {
    const store = await reopened(await opened());
    await live(store, 0, 1500);
    const again = await reopened(store);
    const [throughput, latency] = await read(again, 0, 1500, 700, 'throughput', 'latency.p99');
    const sums = [700 * 10, 700 * 10 + 1, 100 * 10];
    for (const [step, seconds] of [700, 700, 100].entries()) {
      expect(throughput?.values[step]).toBeCloseTo((sums[step] ?? 0) / seconds, 9);
    }
    expect(Array.from(throughput?.high ?? [])).toEqual([10, 11, 10]);
    expect(latency?.values[1]).toBeCloseTo(10, 0);
    expect(latency?.high[1]).toBeCloseTo(5000, -2);
  });

  it('keeps a spike one second wide in every rollup', async () => {
    const store = await opened();
    await live(store, 0, 90);
    // A day and a half goes by in one jump; the journal is taken in whole.
    for (let offset = 90; offset < 40_000; offset += 1) {
      if (offset % 10 !== 4 && offset > 2000) continue;
      store.write([point(offset)]);
    }
    clock.set(millis((start + 130_000) * 1000));
    await store.tend();
    const again = await reopened(store);
    for (const step of [10, 60, 600, 3600]) {
      const [latency] = await read(again, 0, 36_000, step, 'latency.p99');
      expect(latency?.high[Math.floor(1234 / step)]).toBeCloseTo(5000, -2);
      expect(latency?.high.at(-1)).toBeCloseTo(10, 0);
    }
    const [throughput] = await read(again, 0, 1200, 600, 'throughput');
    expect(Array.from(throughput?.values ?? [])).toEqual([10, 10]);
  });

  it('leaves what is told of an old hour as it is, where one of its seconds comes after the others are gone', async () => {
    const store = await opened();
    const ago = -4 * 86_400;
    await store.import(Array.from({ length: 3600 }, (_, place) => point(ago + place)));
    await store.import([{ ...point(ago + 1800), readings: point(1234).readings }]);
    const [counts] = await read(store, ago, ago + 3600, 600, 'throughput');
    expect(Array.from(counts?.values ?? []).every((value) => value >= 10 && value < 11)).toBe(true);
    const [spike] = await read(store, ago + 1800, ago + 1810, 10, 'latency.max');
    expect(spike?.values[0]).toBe(5000);
  });

  it('takes a late second into a window that was full already', async () => {
    const store = await opened();
    await live(store, 0, 100);
    await live(store, 110, 1500);
    store.write(Array.from({ length: 10 }, (_, place) => point(100 + place)));
    await live(store, 1500, 2000);
    const again = await reopened(store);
    expect(await secondsOf(again, 90, 120)).toHaveLength(30);
    const [throughput] = await read(again, 0, 300, 10, 'throughput');
    expect(Array.from(throughput?.values ?? [])).toEqual(new Array(30).fill(10));
  });

  it('has every record that was acknowledged, and none that was deleted', async () => {
    const store = await opened();
    const changes = Array.from({ length: 50 }, (_, at) => ({
      collection: 'rule',
      id: String(at),
      value: { at },
    }));
    await Promise.all(changes.map((change) => store.records.commit([change])));
    await store.records.commit([
      { collection: 'rule', id: '7', value: null },
      { collection: 'rule', id: '8', value: { at: 'new' } },
    ]);
    const again = await reopened(store);
    const kept = await again.records.load('rule');
    expect(kept).toHaveLength(49);
    expect(kept.find(({ id }) => id === '8')?.value).toEqual({ at: 'new' });
    await live(again, 0, 1000);
    // Without the journal the database has them.
    await again.close();
    for (const name of readdirSync(folder)) if (name.endsWith('.journal')) rmSync(join(folder, name));
    expect(await (await opened()).records.load('rule')).toHaveLength(49);
  });

  it('keeps markers', async () => {
    const store = await opened();
    const marker = { id: 'a', hub, name: 'deploy', at: start * 1000, origin: 'person' } as const;
    await store.addMarker(marker);
    const again = await reopened(store);
    expect(await again.markers(hub)).toEqual([marker]);
    expect(await again.markers(hubId('other'))).toEqual([]);
    await again.removeMarker('a');
    expect(await again.markers(hub)).toEqual([]);
    expect(await (await reopened(again)).markers(hub)).toEqual([]);
  });

  it('loses nothing before it where a stop cut the last frame', async () => {
    const store = await opened();
    await live(store, 0, 60);
    await store.close();
    const [journal = ''] = readdirSync(folder)
      .filter((name) => name.endsWith('.journal'))
      .slice(-1);
    writeFileSync(join(folder, journal), Uint8Array.of(200, 0, 0, 0, 1, 2, 3), { flag: 'a' });
    expect(await secondsOf(await opened(), 0, 60)).toHaveLength(60);
    expect(said).toEqual([]);
  });

  it('has what only the journal held, also long after', async () => {
    const store = await opened();
    await live(store, 0, 50);
    await store.close();
    clock.advance(1_000_000);
    expect(await secondsOf(await opened(), 0, 60)).toHaveLength(50);
  });

  it('sets a damaged database aside, never deletes it, and goes on with what the journal has', async () => {
    const store = await opened();
    await live(store, 0, 1000);
    await store.close();
    writeFileSync(join(folder, 'hubscope.duckdb'), 'this is no database'.repeat(1000));
    const again = await opened();
    expect(said.join('\n')).toContain('was set aside as');
    expect(readdirSync(folder).some((name) => name.startsWith('hubscope.duckdb.damaged-'))).toBe(true);
    await live(again, 1000, 1700);
    expect((await secondsOf(again, 1000, 1700)).length).toBe(700);
    expect(again.troubles()).toEqual([]);
  });

  it('does not read a database of a later program, leaves it as it is, and goes on in memory', async () => {
    const file = join(folder, 'hubscope.duckdb');
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run('CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)');
    await connection.run("INSERT INTO meta VALUES ('version', '999')");
    connection.closeSync();
    instance.closeSync();
    const before = readFileSync(file);
    const store = await opened();
    expect(said.join('\n')).toContain('has version 999');
    store.write([point(0)]);
    expect(await secondsOf(store, 0, 10)).toEqual([0]);
    await store.close();
    expect(readFileSync(file)).toEqual(before);
  });

  it('sets a database aside that ends too early', async () => {
    const store = await opened();
    await live(store, 0, 1000);
    await store.close();
    truncateSync(join(folder, 'hubscope.duckdb'), 5000);
    expect((await opened()).troubles()).toEqual([]);
    expect(said.join('\n')).toContain('was set aside as');
  });

  it('waits for who is about to let the folder go', async () => {
    const first = await opened();
    const waiting = DuckStore.open({
      folder,
      clock,
      table,
      signals: [],
      say: (sentence) => said.push(sentence),
      patienceMs: 60_000,
    });
    await first.close();
    const second = await waiting;
    stores.push(second);
    expect(second.troubles()).toEqual([]);
  });

  it('goes on in memory where another process has the folder', async () => {
    const first = await opened();
    const secondStore = await opened();
    expect(secondStore.troubles().join()).toContain(`in use by process ${String(process.pid)}`);
    secondStore.write([point(0)]);
    expect(await secondsOf(secondStore, 0, 10)).toEqual([0]);
    await expect(
      secondStore.records.commit([{ collection: 'rule', id: 'a', value: 1 }]),
    ).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
    expect(first.troubles()).toEqual([]);
  });

  it('leaves nothing of a backup for which there was no room, and goes on', async () => {
    const store = await opened((options) => {
      const database = new DuckDatabase(options);
      database.copyTo = (file) => {
        writeFileSync(file, 'half of it');
        return Promise.reject(new Error('No space left on device'));
      };
      return database;
    });
    await live(store, 0, 1000);
    const target = join(folder, 'backup');
    await expect(store.backup(target)).rejects.toThrow('No space left');
    expect(readdirSync(target)).toEqual([]);
    await live(store, 1000, 1010);
    expect(await secondsOf(store, 990, 1010)).toHaveLength(20);
    expect(store.troubles()).toEqual([]);
  });

  it('forgets a hub for good', async () => {
    const store = await opened();
    await live(store, 0, 1000);
    store.forget(hub);
    await live(store, 1000, 1010);
    expect(await secondsOf(store, 900, 1010)).toHaveLength(10);
    clock.advance(900_000);
    await store.tend();
    const again = await reopened(store);
    expect(await secondsOf(again, 0, 2000)).toHaveLength(10);
  });
});

import { setImmediate } from 'node:timers/promises';
import { Distribution } from '@hubscope/core/distribution';
import { hubId, SignalTable, type Point, type Reading } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Sealed } from './sealed.js';
import { MemoryStore } from './memory-store.js';

const table = new SignalTable();
const hub = hubId('shop');
const start = 1_700_000_000;

function point(offset: number, readings: Record<string, Reading>, component: string | null = null): Point {
  return {
    hub,
    component,
    second: second(start + offset),
    readings: table.signals.map((signal) => readings[signal.name] ?? null),
  };
}

function latency(...values: number[]): Reading {
  const distribution = new Distribution();
  for (const value of values) distribution.record(value);
  return { fold: 'distribution', distribution };
}

/** Who asks has the columns from a table of its own: a store that told signals by anything but their names would know nothing. */
function store(clock = new SimulatedClock(millis(start * 1000))): MemoryStore {
  return new MemoryStore({ clock, table: new SignalTable(), keepSeconds: 3600 });
}

async function read(
  from: MemoryStore,
  seconds: number,
  step: number,
  ...names: string[]
): Promise<(number | null)[][]> {
  const series = await from.history({
    hub,
    component: null,
    from: second(start),
    to: second(start + seconds),
    stepSeconds: step,
    columns: names.map((name) => table.column(name) ?? expect.fail(name)),
  });
  return series.map(({ values }) => Array.from(values, (value) => (Number.isNaN(value) ? null : value)));
}

describe('the memory store', () => {
  it('answers null for seconds it has no point of, and for signals that were unknown', async () => {
    const kept = store();
    kept.write([point(0, { throughput: { fold: 'sum', value: 5, seconds: 1 } }), point(2, {})]);
    expect(await read(kept, 3, 1, 'throughput', 'memory')).toEqual([
      [5, null, null],
      [null, null, null],
    ]);
  });

  it('reads a quantile over a step from the merged distribution, never from an average of quantiles', async () => {
    const kept = store();
    const many = Array.from({ length: 95 }, () => 10);
    kept.write([
      point(0, { latency: latency(...many) }),
      point(1, { latency: latency(1000, 1000, 1000, 1000, 1000) }),
    ]);
    const [p50, p99] = await read(kept, 2, 2, 'latency.p50', 'latency.p99');
    expect(p50?.[0]).toBeCloseTo(10, 0);
    expect(p99?.[0]).toBeCloseTo(1000, -1);
  });

  it('weighs a ratio by its denominators', async () => {
    const kept = store();
    kept.write([
      point(0, { error_rate: { fold: 'ratio', numerator: 1, denominator: 1 } }),
      point(1, { error_rate: { fold: 'ratio', numerator: 0, denominator: 99 } }),
    ]);
    expect(await read(kept, 2, 2, 'error_rate')).toEqual([[1]]);
  });

  it('replaces a second that was amended', async () => {
    const kept = store();
    kept.write([point(0, { latency: latency(5), throughput: { fold: 'sum', value: 1, seconds: 1 } })]);
    kept.write([point(0, { latency: latency(7), throughput: { fold: 'sum', value: 2, seconds: 1 } })]);
    expect(await read(kept, 1, 1, 'throughput', 'latency')).toEqual([[2], [7]]);
    expect(kept.stats()).toMatchObject({ pointsWritten: 2, pointsKept: 1 });
  });

  it('hands out whole points, oldest first, with the seconds left out that it has none of', async () => {
    const kept = store();
    const offsets = [299, 0, 301, 700];
    kept.write(
      offsets.map((offset) => point(offset, { memory: { fold: 'sum', value: offset, seconds: 1 } })),
    );
    const found: Point[] = [];
    const query = { hub, component: null, from: second(start), to: second(start + 700) };
    for await (const points of kept.points(query)) found.push(...points);
    expect(found.map((each) => each.second - start)).toEqual([0, 299, 301]);
    expect(found.map((each) => each.readings[table.get('memory').index])).toEqual(
      [0, 299, 301].map((value) => ({ fold: 'sum', value, seconds: 1 })),
    );
  });

  it('knows what was written last of each second, whenever it is asked and in whatever order it came', async () => {
    const write = fc.record({
      rows: fc.array(fc.tuple(fc.nat(24), fc.nat(700), fc.nat(99)), { minLength: 1, maxLength: 30 }),
      asked: fc.option(fc.nat(24)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 40 }), async (writes) => {
        const kept = store();
        const known = new Map<string, number>();
        for (const { rows, asked } of writes) {
          kept.write(
            rows.map(([part, offset, value]) =>
              point(offset, { memory: { fold: 'sum', value, seconds: 1 } }, `tool:${String(part)}`),
            ),
          );
          for (const [part, offset, value] of rows) known.set(`${String(part)} ${String(offset)}`, value);
          if (asked === null) continue;
          const [series] = await kept.history({
            hub,
            component: `tool:${String(asked)}`,
            from: second(start),
            to: second(start + 701),
            stepSeconds: 1,
            columns: [table.column('memory') ?? expect.fail()],
          });
          const told = Array.from(series?.values ?? [], (value) => (Number.isNaN(value) ? null : value));
          const truth = Array.from(
            { length: 701 },
            (_, at) => known.get(`${String(asked)} ${String(at)}`) ?? null,
          );
          expect(told).toEqual(truth);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('forgets what is older than it keeps', async () => {
    const clock = new SimulatedClock(millis(start * 1000));
    const kept = store(clock);
    kept.write([point(0, { throughput: { fold: 'sum', value: 1, seconds: 1 } })]);
    clock.advance(4_300_000);
    kept.write([point(4300, { throughput: { fold: 'sum', value: 1, seconds: 1 } })]);
    expect(await read(kept, 1, 1, 'throughput')).toEqual([[null]]);
    expect(kept.stats().pointsKept).toBe(1);
  });

  it('takes a fraction of the room for what late data no longer reaches, reads the same from it, and amends it still', async () => {
    const clock = new SimulatedClock(millis(start * 1000));
    const kept = store(clock);
    const full = (offset: number, ms: number): Point =>
      point(offset, {
        throughput: { fold: 'sum', value: offset % 7, seconds: 1 },
        error_rate: { fold: 'ratio', numerator: offset % 3, denominator: 10 },
        latency: latency(ms, ms * 1.5, ms + (offset % 11), 0.1 * offset),
      });
    for (let offset = 0; offset < 600; offset += 1) kept.write([full(offset, 10)]);
    const names = ['throughput', 'error_rate', 'latency.p50', 'latency.p99', 'latency.max'];
    const before = await read(kept, 600, 1, ...names);
    const room = kept.stats();
    for (let second = 600; second < 1200; second += 10) {
      clock.set(millis((start + second) * 1000));
      kept.write([]);
      // Chunks are sealed in turns of their own.
      await setImmediate();
    }
    expect(await read(kept, 600, 1, ...names)).toEqual(before);
    expect(kept.stats().pointsKept).toBe(room.pointsKept);
    expect(kept.stats().bytes).toBeLessThan(room.bytes / 4);
    kept.write([full(123, 999)]);
    const [, , p50] = await read(kept, 600, 1, ...names);
    expect(p50?.[123]).toBeGreaterThan(900);
    expect(p50?.filter((value, at) => value !== before[2]?.[at])).toHaveLength(1);
    const found: Point[] = [];
    const query = { hub, component: null, from: second(start), to: second(start + 600) };
    for await (const points of kept.points(query)) found.push(...points);
    expect(found).toHaveLength(600);
  });
});

it('seals a chunk of the past once, when all of it has been read in', async () => {
  // What the store of the test before has to seal is sealed.
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  const sealed = vi.spyOn(Sealed, 'of');
  const clock = new SimulatedClock(millis((start + 7200) * 1000));
  const kept = store(clock);
  for (let offset = 0; offset < 900; offset += 1)
    kept.write([point(offset, { latency: latency(10 + (offset % 7)) })]);
  const { pointsKept, bytes } = kept.stats();
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  expect(kept.stats().pointsKept).toBe(pointsKept);
  expect(kept.stats().bytes).toBeLessThan(bytes / 2);
  // 900 s lie in four chunks at most.
  expect(sealed.mock.calls.length).toBeLessThanOrEqual(4);
  sealed.mockRestore();
});

it('answers the distributions of a signal whole, merged over each step, null where it was not known', async () => {
  const kept = store();
  kept.write([
    point(0, { latency: latency(10, 20) }),
    point(1, { latency: latency(30) }),
    point(2, { throughput: { fold: 'sum', value: 0, seconds: 1 } }),
    point(5, { latency: latency(40) }),
  ]);
  const signal = table.find('latency') ?? expect.fail('latency');
  const steps = { hub, component: null, from: second(start), to: second(start + 6), stepSeconds: 2, signal };
  const found = await kept.distributions(steps);
  expect(found.map((each) => each && [each.count, each.min(), each.max()])).toEqual([
    [3, 10, 30],
    null,
    [1, 40, 40],
  ]);
  expect(await kept.distributions({ ...steps, component: 'agent:nobody' })).toEqual([null, null, null]);
  const sum = table.find('throughput') ?? expect.fail('throughput');
  expect(await kept.distributions({ ...steps, signal: sum })).toEqual([null, null, null]);
});

import { afterEach, describe, expect, it } from 'vitest';
import { epochMs, House } from '../prometheus/testing/house.js';
import { familiesPage, familiesType, timestamp, types, type FamilyLike } from './testing/families.js';
import { closeServed, served, targetOf } from './testing/served.js';

afterEach(closeServed);

/** Fetches each second, 0.1 s after its begin, what `families` says then. */
async function play(families: (tick: number) => FamilyLike[], ticks = 6): Promise<House> {
  const house = new House();
  let tick = 0;
  const host = await served((request, answer) => {
    expect(request.headers.accept).toMatch(/^application\/vnd\.google\.protobuf;/);
    answer.setHeader('content-type', familiesType).end(familiesPage(families(tick)));
  });
  const fetched = targetOf(house, host);
  for (; tick <= ticks; tick += 1) {
    house.until(tick + 0.1);
    await fetched.scrape();
    expect(fetched.state).toMatchObject({ up: 1, error: null });
  }
  house.until(ticks + 2);
  return house;
}

const durations = (histogram: object, more: Partial<FamilyLike> = {}): FamilyLike => ({
  name: 'http_server_request_duration_seconds',
  type: types.histogram,
  metric: [{ label: [{ name: 'path', value: '/a' }], histogram }],
  ...more,
});

/** Ten requests a second, in two stretches of buckets: (base^-27, base^-26] s holds 0.1 s, (base^-16, base^-15] 0.25 s. */
const native = (seconds: number): object => ({
  sample_count: 10 * seconds,
  sample_sum: 2 * seconds,
  schema: 3,
  zero_threshold: 2 ** -128,
  zero_count: 0,
  positive_span: [
    { offset: -26, length: 1 },
    { offset: 10, length: 2 },
  ],
  // Each the difference from the one before: 4, 1 and 5.
  positive_delta: [4 * seconds, -3 * seconds, 4 * seconds],
});

const classic = (seconds: number): object => ({
  sample_count: 10 * seconds,
  sample_sum: 2 * seconds,
  bucket: [
    { cumulative_count: 4 * seconds, upper_bound: 0.1 },
    { cumulative_count: 10 * seconds, upper_bound: 0.5 },
  ],
});

describe('a page of metrics in protobuf', () => {
  it('gives native histograms at their own resolution, since they were created', async () => {
    // Created a second before the first fetch.
    const created = { created_timestamp: timestamp(epochMs - 900) };
    const house = await play((tick) => [durations({ ...native(tick + 1), ...created })]);
    expect(house.value('shop', -1, 'throughput')).toBeCloseTo(9);
    for (const second of [0, 1, 2, 3, 4, 5]) {
      expect(house.value('shop', second, 'throughput')).toBeCloseTo(10);
      expect(house.value('shop', second, 'latency.mean')).toBeCloseTo(200);
      const p99 = house.value('shop', second, 'latency.p99') ?? NaN;
      expect(p99).toBeGreaterThan(1000 * 2 ** (-15 / 8));
      expect(p99).toBeLessThanOrEqual(1000 * 2 ** (-14 / 8));
    }
    expect(house.value('shop', 3, 'latency.p50')).toBeGreaterThan(1000 * 2 ** (-17 / 8));
    expect(house.dropped('shop')).toEqual({});
  });

  it('gives native histograms that count in floats', async () => {
    const house = await play((tick) => [
      durations({
        sample_count_float: 7.5 * tick,
        sample_sum: 0.75 * tick,
        schema: 0,
        zero_count_float: 0.5 * tick,
        positive_span: [{ offset: -3, length: 1 }],
        positive_count: [7 * tick],
      }),
    ]);
    expect(house.value('shop', 3, 'throughput')).toBeCloseTo(7.5);
    expect(house.value('shop', 3, 'latency.mean')).toBeCloseTo(100);
  });

  it('gives what is native where a histogram is both, and its buckets where it is native no more', async () => {
    const house = await play(
      (tick) => [durations({ ...classic(tick), ...(tick <= 5 ? native(tick) : {}) })],
      25,
    );
    // Known to an eighth of an octave, where buckets know that it is between 0.1 and 0.5 s.
    expect(house.value('shop', 3, 'latency.p99')).toBeLessThanOrEqual(1000 * 2 ** (-14 / 8));
    for (const second of [1, 2, 3, 4, 18, 20, 23]) {
      expect(house.value('shop', second, 'throughput')).toBeCloseTo(10);
      expect(house.value('shop', second, 'latency.mean')).toBeCloseTo(200);
    }
    expect(house.value('shop', 20, 'latency.p99')).toBeGreaterThan(1000 * 2 ** (-14 / 8));
  });

  it('gives classic histograms, whose last bucket may not be written', async () => {
    const house = await play((tick) => [durations(classic(tick))]);
    expect(house.value('shop', 3, 'throughput')).toBeCloseTo(10);
    expect(house.value('shop', 3, 'latency.mean')).toBeCloseTo(200);
    expect(house.dropped('shop')).toEqual({});
  });

  it('gives counters since they were created, gauges, and what has no type, at its own time', async () => {
    const house = await play((tick) => [
      {
        name: 'process_cpu_seconds_total',
        type: types.counter,
        metric: [{ counter: { value: 0.5 * (tick + 1), created_timestamp: timestamp(epochMs - 900) } }],
      },
      { name: 'process_resident_memory_bytes', type: types.gauge, metric: [{ gauge: { value: 5e7 } }] },
      {
        name: 'queue_depth',
        type: types.untyped,
        metric: [{ untyped: { value: tick }, timestamp_ms: epochMs + tick * 1000 }],
      },
    ]);
    expect(house.value('shop', 0, 'cpu')).toBeCloseTo(50);
    expect(house.value('shop', 3, 'memory')).toBeCloseTo(50);
    // It stands for the second before it.
    expect(house.value('shop', 3, 'queue_depth')).toBe(4);
  });

  it('gives no running total of a histogram that is a gauge: it is counted as no number', async () => {
    const house = await play((tick) => [
      durations(tick % 2 === 0 ? native(tick) : classic(tick), { type: types.gaugeHistogram }),
    ]);
    expect(house.value('shop', 3, 'throughput') ?? null).toBeNull();
    expect(house.dropped('shop')).toEqual({ bad_number: 7 });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, WriteDoor, type Version } from './testing/door.js';
import { writeV1, writeV2, type HistogramLike, type SeriesLike } from './testing/messages.js';

let door: WriteDoor;
beforeEach(async () => {
  door = await WriteDoor.open();
});
afterEach(() => door.close());

const both = [1, 2] as const;

/** One of the series of a process. */
function memory(zone: string, value: number, tick: number): SeriesLike {
  return {
    labels: { __name__: 'process_resident_memory_bytes', instance: 'a:9090', job: 'shop', zone },
    samples: [{ value, timestamp: at(tick) }],
  };
}

/** What stands for a marker in a message until it is put in. */
const placeholder = 1234.5;
const staleMarker = Buffer.from('020000000000f07f', 'hex');

/** A message whose placeholders are stale markers: numbers of their own kind, which no number of this language can be written as. */
function withMarkers(series: readonly SeriesLike[], version: Version): Buffer {
  const body = Buffer.from(version === 1 ? writeV1(series) : writeV2(series));
  const written = Buffer.alloc(8);
  written.writeDoubleLE(placeholder);
  const place = body.indexOf(written);
  expect(place).toBeGreaterThan(0);
  body.set(staleMarker, place);
  return body;
}

describe.each(both)('in remote write %i.0 a series', (version) => {
  it.each([
    ['that a stale marker ends', placeholder],
    ['whose value is unknown', NaN],
  ])('%s has no value any more, and is no fault', async (_, end) => {
    const { house } = door;
    for (let tick = 0; tick <= 8; tick += 1) {
      house.until(tick + 0.1);
      const series = [memory('b', 30e6, tick), ...(tick < 4 ? [memory('a', 50e6, tick)] : [])];
      if (tick === 4) series.push(memory('a', end, tick));
      const ends = tick === 4 && end === placeholder;
      const body = ends ? withMarkers(series, version) : version === 1 ? writeV1(series) : writeV2(series);
      expect((await door.post(body, version)).statusCode).toBe(204);
    }
    house.until(10);
    expect(house.value('shop', 2, 'memory')).toBeCloseTo(80);
    for (const second of [3, 4, 5]) expect(house.value('shop', second, 'memory')).toBeCloseTo(30);
    expect(house.dropped('shop')).toEqual({});
  });

  it('that had no value for once is unknown up to the interval of its next one', async () => {
    const { house } = door;
    for (let tick = 0; tick <= 30; tick += 1) {
      house.until(tick + 0.1);
      const series = [memory('b', 30e6, tick)];
      if (tick % 5 === 0) series.push(memory('a', tick === 15 ? placeholder : 50e6, tick));
      const body =
        tick === 15 ? withMarkers(series, version) : version === 1 ? writeV1(series) : writeV2(series);
      expect((await door.post(body, version)).statusCode).toBe(204);
    }
    house.until(35);
    const shown = [7, 12, 14, 17, 22].map((second) => house.value('shop', second, 'memory'));
    expect(shown).toEqual([80, 30, 30, 80, 80].map((mb): unknown => expect.closeTo(mb)));
  });

  it('that is the only one ends with its stale marker, and the second has no value', async () => {
    const { house } = door;
    for (let tick = 0; tick <= 3; tick += 1) {
      house.until(tick + 0.1);
      expect((await door.write([memory('a', 50e6, tick)], version)).statusCode).toBe(204);
    }
    house.until(4.1);
    await door.post(withMarkers([memory('a', placeholder, 4)], version), version);
    house.until(8);
    expect(house.value('shop', 2, 'memory')).toBeCloseTo(50);
    expect(house.value('shop', 3, 'memory') ?? null).toBeNull();
    expect(house.dropped('shop')).toEqual({});
  });
});

describe('when a counter began', () => {
  const cpu = (tick: number, more: object, of: Partial<SeriesLike> = {}): SeriesLike => ({
    labels: { __name__: 'process_cpu_seconds_total', instance: 'a', job: 'shop' },
    samples: [{ value: 0.5 * (tick + 1), timestamp: at(tick), ...more }],
    ...of,
  });

  it.each([
    ['is not known: its first value says nothing', 2, (tick: number) => cpu(tick, {}), [null, 50]],
    ['stands at the series (2.0)', 2, (tick: number) => cpu(tick, {}, { created: at(-1) }), [50, 50]],
    ['stands at the sample (2.0)', 2, (tick: number) => cpu(tick, { start_timestamp: at(-1) }), [50, 50]],
    [
      'stands at both: the sample’s goes before',
      2,
      (tick: number) => cpu(tick, { start_timestamp: at(-1) }, { created: at(-100) }),
      [50, 50],
    ],
  ] as const)('%s', async (_, version, make, [first, second]) => {
    await door.play(4, (tick) => [make(tick)], version);
    const { house } = door;
    // A sample at the begin of a second tells of the second before.
    expect(house.value('shop', -1, 'cpu') ?? null).toEqual(first === null ? null : expect.closeTo(first));
    expect(house.value('shop', 1, 'cpu')).toBeCloseTo(second);
  });

  it.each([
    ['the series', (begun: number) => cpu(0, {}, { created: begun })],
    ['the sample', (begun: number) => cpu(0, { start_timestamp: begun })],
  ])('says that it began anew, though it is higher than before: the start of %s', async (_, of) => {
    const { house } = door;
    const send = async (tick: number, value: number, begun: number): Promise<void> => {
      house.until(tick + 0.1);
      const series = of(begun);
      const [sample] = series.samples ?? [];
      await door.write([{ ...series, samples: [{ ...sample, value, timestamp: at(tick) }] }], 2);
    };
    for (let tick = 0; tick < 4; tick += 1) await send(tick, 0.1 * tick, at(-10));
    // 0.4 s used since the process began a second before: not 0.1 more than before.
    for (let tick = 4; tick < 7; tick += 1) await send(tick, 0.4 * (tick - 3), at(3));
    house.until(9);
    expect(house.value('shop', 2, 'cpu')).toBeCloseTo(10);
    expect(house.value('shop', 3, 'cpu')).toBeCloseTo(40);
    expect(house.value('shop', 4, 'cpu')).toBeCloseTo(40);
  });
});

describe.each(both)('in remote write %i.0 a native histogram', (version) => {
  const duration = (histogram: HistogramLike): SeriesLike => ({
    labels: { __name__: 'http_server_request_duration_seconds', instance: 'a', job: 'shop' },
    histograms: [histogram],
  });

  it('may count in floats', async () => {
    const statuses = await door.play(
      6,
      (tick) => [
        duration({
          count_float: 10.5 * tick,
          zero_count_float: 0.5 * tick,
          sum: 1.05 * tick,
          schema: 3,
          // (base^-27, base^-26] s holds 0.1 s.
          positive_spans: [{ offset: -26, length: 2 }],
          positive_counts: [6 * tick, 4 * tick],
          timestamp: at(tick),
        }),
      ],
      version,
    );
    const { house } = door;
    expect([...statuses]).toEqual([204]);
    expect(house.value('shop', 4, 'throughput')).toBeCloseTo(10.5);
    expect(house.value('shop', 4, 'latency.mean')).toBeCloseTo(100);
    expect(house.value('shop', 4, 'latency.p95')).toBeGreaterThan(1000 * 2 ** (-26 / 8));
    expect(house.value('shop', 4, 'latency.p95')).toBeLessThanOrEqual(1000 * 2 ** (-25 / 8));
  });

  it('may have bounds of its own (schema -53), the last bucket above them all', async () => {
    const statuses = await door.play(
      6,
      (tick) => [
        duration({
          count_int: 20 * tick,
          sum: 3 * tick,
          schema: -53,
          custom_values: [0.05, 0.1, 0.2],
          // None up to 0.05 s, 15 up to 0.1 s, none up to 0.2 s, 5 above.
          positive_spans: [
            { offset: 1, length: 1 },
            { offset: 1, length: 1 },
          ],
          positive_deltas: [15 * tick, -10 * tick],
          timestamp: at(tick),
        }),
      ],
      version,
    );
    const { house } = door;
    expect([...statuses]).toEqual([204]);
    expect(house.value('shop', 4, 'throughput')).toBeCloseTo(20);
    expect(house.value('shop', 4, 'latency.mean')).toBeCloseTo(150);
    expect(house.value('shop', 4, 'latency.p50')).toBeGreaterThan(50);
    expect(house.value('shop', 4, 'latency.p50')).toBeLessThanOrEqual(101);
    expect(house.value('shop', 4, 'latency.p99')).toBeGreaterThan(190);
  });

  it.each([
    ['that is a gauge', { reset_hint: 3 }],
    ['whose buckets no float64 reaches', { schema: -4, positive_spans: [{ offset: 900_000, length: 1 }] }],
    ['whose buckets lie below them all', { schema: -1, positive_spans: [{ offset: -900_000, length: 1 }] }],
  ])('%s is refused, and counted', async (_, more) => {
    const plain = { count_int: 4, sum: 1, schema: 0, positive_spans: [{ offset: 0, length: 1 }] };
    const histogram = { ...plain, positive_deltas: [4], timestamp: at(0), ...more };
    const answer = await door.write([duration(histogram)], version);
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('bad_number: 1')]);
    expect(door.house.dropped('shop')).toEqual({ bad_number: 1 });
  });

  it('may say when it began', async () => {
    const start = { start_timestamp: at(-1) };
    await door.play(
      3,
      (tick) => [
        duration({
          count_int: 10 * (tick + 1),
          sum: tick + 1,
          schema: 0,
          positive_spans: [{ offset: -3, length: 1 }],
          positive_deltas: [10 * (tick + 1)],
          timestamp: at(tick),
          ...start,
        }),
      ],
      version,
    );
    expect(door.house.value('shop', -1, 'throughput')).toBeCloseTo(10);
  });
});

describe.each(both)('in remote write %i.0 a zero before the first value of each bucket', (version) => {
  const parts = ['bucket', 'bucket', 'bucket', 'sum', 'count'] as const;
  const bounds = ['0.1', '0.2', '+Inf'];

  /** A classic histogram of so many requests, all between 0.1 and 0.2 s. */
  function* requests(count: number, tick: number, begun: number | null): Generator<SeriesLike> {
    const values = [0, count, count, 0.15 * count, count];
    for (const [place, part] of parts.entries()) {
      const le = bounds[place];
      yield {
        labels: {
          __name__: `http_server_request_duration_seconds_${part}`,
          instance: 'a',
          job: 'shop',
          ...(le === undefined ? {} : { le }),
        },
        samples: [
          ...(begun === null ? [] : [{ value: 0, timestamp: at(begun) }]),
          { value: values[place] ?? 0, timestamp: at(tick) },
        ],
      };
    }
  }

  /** Ten requests a second since -0.5 s; 40 a second by its successor, since 3.5 s. */
  const served = (tick: number): [number, number | null] => {
    if (tick < 4) return [10 * (tick + 0.5), tick === 0 ? -0.5 : null];
    return [40 * (tick - 3.5), tick === 4 ? 3.5 : null];
  };

  it.each([
    ['in their order', (series: SeriesLike[]) => [series]],
    ['the last bucket first', (series: SeriesLike[]) => [series.reverse()]],
    ['in requests of their own', (series: SeriesLike[]) => series.map((each) => [each])],
  ])('says when it began, and is no loss: %s', async (_, requestsOf) => {
    const { house } = door;
    for (let tick = 0; tick <= 8; tick += 1) {
      house.until(tick + 0.1);
      const [count, begun] = served(tick);
      for (const series of requestsOf([...requests(count, tick, begun)]))
        expect((await door.write(series, version)).statusCode).toBe(204);
    }
    house.until(10);
    // Half a second of the first one, and of the second one half a second that nobody served.
    expect(house.value('shop', -1, 'throughput')).toBeCloseTo(5);
    expect(house.value('shop', 2, 'throughput')).toBeCloseTo(10);
    expect(house.value('shop', 3, 'throughput')).toBeCloseTo(20);
    expect(house.value('shop', 5, 'throughput')).toBeCloseTo(40);
    expect(house.dropped('shop')).toEqual({});
  });

  it('of long ago is no loss either', async () => {
    const counter = (samples: SeriesLike['samples']): SeriesLike => ({
      labels: { __name__: 'process_cpu_seconds_total', instance: 'a', job: 'shop' },
      samples: [...(samples ?? [])],
    });
    const histogram = (count: number, tick: number) => {
      const spans = count === 0 ? [] : [{ offset: -3, length: 1 }];
      const deltas = count === 0 ? [] : [count];
      const told = { count_int: count, sum: count / 10, schema: 0, timestamp: at(tick) };
      return { ...told, positive_spans: spans, positive_deltas: deltas };
    };
    const zero = { value: 0, timestamp: at(-7200) };
    await door.play(
      4,
      (tick) => [
        counter([...(tick === 0 ? [zero] : []), { value: 50 + tick / 2, timestamp: at(tick) }]),
        {
          labels: { __name__: 'http_server_request_duration_seconds', instance: 'a', job: 'shop' },
          histograms: [...(tick === 0 ? [histogram(0, -7200)] : []), histogram(500 + 10 * tick, tick)],
        },
        ...requests(500 + 10 * tick, tick, tick === 0 ? -7200 : null),
      ],
      version,
    );
    const { house } = door;
    expect(house.value('shop', 2, 'cpu')).toBeCloseTo(50);
    expect(house.value('shop', 2, 'throughput')).toBeCloseTo(10);
    expect(house.dropped('shop')).toEqual({});
  });
});

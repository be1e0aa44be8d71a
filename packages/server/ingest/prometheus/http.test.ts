import { openGate } from '@hubscope/core/access/testing';
import Fastify, { type FastifyInstance } from 'fastify';
import { compressSync } from 'snappy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Admission } from '../admission.js';
import { guardIngest } from '../guard.js';
import { remoteWriteRoute } from './http.js';
import { epochMs, House } from './testing/house.js';
import { writeV1, writeV2, type SeriesLike } from './testing/messages.js';

const maxBodyBytes = 1 << 20;
const v1 = 'application/x-protobuf';
const v2 = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';
let house: House;
let app: FastifyInstance;
/** Has room for as much as one body takes at most. */
let admission: Admission;

beforeEach(async () => {
  house = new House();
  app = Fastify();
  guardIngest(app, openGate);
  const { clock, table, mappings, sink } = house;
  admission = new Admission({ now: () => clock.now(), share: 1, maxBytes: maxBodyBytes });
  await app.register(remoteWriteRoute({ clock, table, mappings, sink, limits: { maxBodyBytes }, admission }));
});
afterEach(() => app.close());

function post(body: Uint8Array, headers: Record<string, string> = {}) {
  return app.inject({
    method: 'POST',
    url: '/api/v1/write',
    headers: { 'content-type': v1, 'content-encoding': 'snappy', ...headers },
    payload: compressSync(Buffer.from(body)),
  });
}

const at = (seconds: number): number => epochMs + seconds * 1000;

function gauge(value: number, time: number, more: Record<string, string> = {}): SeriesLike {
  return {
    labels: { __name__: 'process_resident_memory_bytes', instance: 'a:9090', job: 'shop', ...more },
    samples: [{ value, timestamp: at(time) }],
  };
}

/** Sends what `make` answers each second, as a Prometheus that scrapes each second does. */
async function play(seconds: number, make: (tick: number) => SeriesLike[], version: 1 | 2): Promise<void> {
  for (let tick = 0; tick <= seconds; tick += 1) {
    house.until(tick + 0.1);
    const body = version === 1 ? writeV1(make(tick)) : writeV2(make(tick));
    expect((await post(body, { 'content-type': version === 1 ? v1 : v2 })).statusCode).toBe(204);
  }
  house.until(seconds + 2);
}

describe.each([1, 2] as const)('remote write %i.0', (version) => {
  it('makes signals of gauges and counters, by hub and instance', async () => {
    await play(
      6,
      (tick) => [
        gauge(5e7, tick),
        gauge(3e7, tick, { instance: 'b:9090' }),
        gauge(7e6, tick, { hub: 'other' }),
        {
          labels: { __name__: 'process_cpu_seconds_total', instance: 'a:9090', job: 'shop' },
          samples: [{ value: 0.5 * tick, timestamp: at(tick) }],
        },
      ],
      version,
    );
    expect(house.value('shop', 4, 'memory')).toBeCloseTo(80);
    expect(house.value('shop', 4, 'cpu')).toBeCloseTo(50);
    expect(house.value('other', 4, 'memory')).toBeCloseTo(7);
    expect(house.windows.statuses().map(({ hub, instances }) => [hub, instances])).toEqual([
      ['shop', 2],
      ['other', 1],
    ]);
  });

  it('tells a series from one that begins as it does, whichever came before', async () => {
    const more = { zone: 'b' };
    await play(
      6,
      (tick) => (tick % 2 === 0 ? [gauge(5e7, tick), gauge(3e7, tick, more)] : [gauge(3e7, tick, more)]),
      version,
    );
    // The one that comes each second still says 30, and the other 50.
    expect(house.value('shop', 5, 'memory')).toBeCloseTo(80);
  });

  it('puts a classic histogram together again, whichever request brings its buckets', async () => {
    const name = 'http_server_request_duration_seconds';
    const bucket = (le: string, value: number, tick: number): SeriesLike => ({
      labels: { __name__: `${name}_bucket`, instance: 'a', job: 'shop', le },
      samples: [{ value, timestamp: at(tick) }],
    });
    const total = (part: string, value: number, tick: number): SeriesLike => ({
      labels: { __name__: `${name}_${part}`, instance: 'a', job: 'shop' },
      samples: [{ value, timestamp: at(tick) }],
    });
    for (let tick = 0; tick <= 8; tick += 1) {
      house.until(tick + 0.1);
      const first = [
        bucket('+Inf', 20 * tick, tick),
        bucket('0.1', 5 * tick, tick),
        total('sum', 3 * tick, tick),
      ];
      const second = [total('count', 20 * tick, tick), bucket('0.2', 20 * tick, tick)];
      for (const part of tick % 2 === 0 ? [first, second] : [second, first]) {
        const body = version === 1 ? writeV1(part) : writeV2(part);
        expect((await post(body, { 'content-type': version === 1 ? v1 : v2 })).statusCode).toBe(204);
      }
    }
    house.until(10);
    expect(house.value('shop', 5, 'throughput')).toBeCloseTo(20);
    expect(house.value('shop', 5, 'latency.mean')).toBeCloseTo(150);
    expect(house.value('shop', 5, 'latency.p95')).toBeGreaterThan(150);
    expect(house.value('shop', 5, 'latency.p95')).toBeLessThanOrEqual(200);
  });

  it('takes native histograms at their own resolution', async () => {
    await play(
      6,
      (tick) => [
        {
          labels: { __name__: 'http_server_request_duration_seconds', instance: 'a', job: 'shop' },
          histograms: [
            {
              count_int: 10 * tick,
              sum: 1.05 * tick,
              schema: 3,
              // (base^-27, base^-26] s holds 0.1 s, (base^-26, base^-25] the bucket above.
              positive_spans: [{ offset: -26, length: 2 }],
              positive_deltas: [4 * tick, 2 * tick],
              timestamp: at(tick),
            },
          ],
        },
      ],
      version,
    );
    expect(house.value('shop', 4, 'throughput')).toBeCloseTo(10);
    expect(house.value('shop', 4, 'latency.mean')).toBeCloseTo(105);
    const p95 = house.value('shop', 4, 'latency.p95') ?? NaN;
    expect(p95).toBeGreaterThan(1000 * 2 ** (-26 / 8));
    expect(p95).toBeLessThanOrEqual(1000 * 2 ** (-25 / 8));
  });
});

describe('what a sender is answered', () => {
  it('counts what was written, as 2.0 asks', async () => {
    const unmapped = {
      labels: { __name__: 'go_goroutines', job: 'shop' },
      samples: [{ value: 1, timestamp: at(0) }],
    };
    const answer = await post(writeV2([gauge(1, 0), unmapped]), { 'content-type': v2 });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      'x-prometheus-remote-write-samples-written': '2',
      'x-prometheus-remote-write-histograms-written': '0',
      'x-prometheus-remote-write-exemplars-written': '0',
    });
    expect(house.dropped('shop')).toEqual({ unmapped: 1 });
  });

  it('takes the good points of a request beside the bad ones, and says how many', async () => {
    const answer = await post(writeV2([gauge(1, 0), gauge(1, -500, { instance: 'b' })]), {
      'content-type': v2,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['x-prometheus-remote-write-samples-written']).toBe('1');
    expect(answer.body).toContain('too_old: 1');
    expect(house.dropped('shop')).toEqual({ too_old: 1 });
  });

  it('counts a sample that comes twice once, and is content', async () => {
    await post(writeV1([gauge(1, 0)]));
    expect((await post(writeV1([gauge(1, 0)]))).statusCode).toBe(204);
    expect(house.dropped('shop')).toEqual({ duplicate: 1 });
  });

  it.each([
    ['seconds', epochMs / 1000],
    ['microseconds', epochMs * 1000],
    ['nanoseconds', epochMs * 1e6],
  ])('names the unit of a time in %s', async (unit, timestamp) => {
    const { labels } = gauge(1, 0);
    const answer = await post(writeV1([{ labels, samples: [{ value: 1, timestamp }] }]));
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(`looks like ${unit}`);
  });

  it('takes labels in any order, and refuses one that stands twice', async () => {
    const ordered = [
      ['job', 'shop'],
      ['instance', 'a'],
      ['__name__', 'process_resident_memory_bytes'],
    ] as const;
    const samples = [{ value: 1, timestamp: at(0) }];
    expect((await post(writeV1([{ labels: ordered, samples }]))).statusCode).toBe(204);
    for (const [write, type] of [
      [writeV1, v1],
      [writeV2, v2],
    ] as const) {
      const doubled = [...ordered, ['job', 'shop']] as const;
      const answer = await post(write([{ labels: doubled, samples }]), { 'content-type': type });
      expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('bad_labels: 1')]);
    }
  });

  it('refuses a label of many megabytes without decoding it', async () => {
    const app2 = Fastify({ bodyLimit: 1 << 26 });
    guardIngest(app2, openGate);
    const { clock, table, mappings, sink } = house;
    await app2.register(
      remoteWriteRoute({ clock, table, mappings, sink, limits: { maxBodyBytes: 1 << 26 } }),
    );
    const long = gauge(1, 0, { note: 'x'.repeat(10_000_000) });
    for (const [body, type] of [
      [writeV1([long, gauge(2, 0)]), v1],
      [writeV2([long, gauge(2, 0)]), v2],
    ] as const) {
      const answer = await app2.inject({
        method: 'POST',
        url: '/api/v1/write',
        headers: { 'content-type': type, 'content-encoding': 'snappy' },
        payload: compressSync(Buffer.from(body)),
      });
      expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('bad_labels: 1')]);
    }
    await app2.close();
  });

  it.each([
    [
      'another message',
      { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v3.Request' },
      415,
    ],
    ['another type', { 'content-type': 'application/json' }, 415],
    ['another packing', { 'content-encoding': 'zstd' }, 415],
  ])('refuses %s', async (_, headers, status) => {
    expect((await post(writeV1([gauge(1, 0)]), headers)).statusCode).toBe(status);
  });

  it('refuses what is no message, and what unpacks to more than the limit', async () => {
    expect((await post(Buffer.from('no message at all'))).statusCode).toBe(400);
    expect((await post(Buffer.alloc(maxBodyBytes + 1))).statusCode).toBe(413);
    const noReference = writeV2([gauge(1, 0)]).slice();
    const answer = await post(Buffer.concat([noReference, Buffer.from([42, 4, 10, 2, 99, 99])]), {
      'content-type': v2,
    });
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('refers to no text')]);
  });

  it('asks to come again where other bodies on their way in take all the room', async () => {
    const release = admission.reserve(maxBodyBytes - 10);
    expect((await post(writeV1([gauge(1, 0)]))).statusCode).toBe(503);
    expect(house.windows.dropped(null)).toEqual({ refused: 1 });
    release?.();
    // What was let in gives its room back.
    for (const time of [0, 1]) expect((await post(writeV1([gauge(1, time)]))).statusCode).toBe(204);
    const all = admission.reserve(maxBodyBytes);
    expect(all).not.toBeNull();
    expect(admission.reserve(1)).toBeNull();
  });

  it('asks to come again where there is no room: 503, which every Prometheus tries again', async () => {
    house.wait = 3;
    const answer = await post(writeV1([gauge(1, 0)]));
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '3']);
    expect(house.windows.dropped(null)).toEqual({ refused: 1 });
    house.wait = null;
    expect((await post(writeV1([gauge(1, 0)]))).statusCode).toBe(204);
  });

  it('knows one method', async () => {
    expect((await app.inject({ method: 'GET', url: '/api/v1/write' })).statusCode).toBe(405);
  });
});

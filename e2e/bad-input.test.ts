import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { GoodClient } from './clients/good.js';
import { agentSpans } from './doors/agent-spans.js';
import { components, dropped, history, hub } from './doors/api.js';
import { agentNamed, cpuTime, memory, metrics, nanos, post, span, traces, type Json } from './doors/otlp.js';

const goodSeconds = 20;
const limit = 16_777_216;
const protobuf = { 'content-type': 'application/x-protobuf' };

let server: Served;
let good: GoodClient;

beforeAll(async () => {
  server = await serve();
  good = new GoodClient(server, goodSeconds);
});

afterAll(async () => {
  await good.stop();
  await server.process.stop();
});

/** Now, by the clock that this machine's processes share, s since the epoch. */
function thisSecond(): number {
  return Math.floor(Date.now() / 1000);
}

/** The throughput of a second, once it is known. */
function throughputIn(name: string, second: number): Promise<number> {
  return eventually({ what: `second ${String(second)} of ${name}`, withinMs: 15_000 }, async () => {
    const { signals } = await history(server, name, ['throughput'], [second, second + 1]);
    return signals['throughput']?.[0] ?? null;
  });
}

/** Sends what must be counted for a reason, beside a good span that must be taken. */
async function expectCounted(name: string, reason: string, bad: Json): Promise<void> {
  const second = thisSecond();
  const answer = await post(server, '/v1/traces', traces(name, [bad, span(second * 1000)]));
  expect(answer.status).toBe(200);
  expect(answer.body).toContain(reason);
  expect(await dropped(server, name, reason)).toBe(1);
  expect(await throughputIn(name, second)).toBe(1);
}

describe('a request that can not be read', () => {
  it.each<[string, string, Json | Buffer, Record<string, string>, number, string]>([
    [
      'malformed protobuf',
      '/v1/traces',
      Buffer.from([0x0a, 0xff, 0xff, 0x01, 0x02]),
      protobuf,
      400,
      'malformed_body',
    ],
    ['malformed protobuf', '/v1/metrics', Buffer.from('nonsense'), protobuf, 400, 'malformed_body'],
    ['malformed JSON', '/v1/traces', Buffer.from('{"resourceSpans":['), {}, 400, 'malformed_body'],
    ['JSON of another shape', '/v1/logs', { resourceLogs: 'none' }, {}, 400, 'malformed_body'],
    [
      'a wrong content type',
      '/v1/traces',
      {},
      { 'content-type': 'text/html' },
      415,
      'unsupported_media_type',
    ],
    ['an unknown encoding', '/v1/traces', {}, { 'content-encoding': 'br' }, 415, 'unsupported_media_type'],
    ['broken gzip', '/v1/traces', {}, { 'content-encoding': 'gzip' }, 400, 'malformed_body'],
    [
      'a gzip bomb',
      '/v1/traces',
      gzipSync(Buffer.alloc(16 * limit)),
      { 'content-encoding': 'gzip' },
      413,
      'body_too_large',
    ],
    ['a body over the limit', '/v1/traces', Buffer.alloc(limit + 1, ' '), {}, 413, 'body_too_large'],
  ])('%s to %s is told so', async (_, path, content, headers, status, code) => {
    const answer = await post(server, path, content, headers);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });
});

describe.concurrent('a span that can not be', () => {
  it.each<[string, string, (now: number) => Json]>([
    ['ends before it starts', 'bad_duration', (now) => ({ startTimeUnixNano: nanos(now + 1000) })],
    ['has a trace id of wrong length', 'bad_id', () => ({ traceId: 'abc123' })],
    ['has a span id of wrong length', 'bad_id', () => ({ spanId: 'abc12300ff' })],
    ['ended in 1970', 'too_old', () => ({ startTimeUnixNano: nanos(1000), endTimeUnixNano: nanos(2000) })],
    [
      'ends in 2100',
      'future',
      () => ({
        startTimeUnixNano: nanos(Date.UTC(2100, 0, 1)),
        endTimeUnixNano: nanos(Date.UTC(2100, 0, 1, 0, 0, 1)),
      }),
    ],
    ['has no time', 'bad_time', () => ({ startTimeUnixNano: '0', endTimeUnixNano: '0' })],
  ])('%s is counted as dropped, and its neighbour is taken', async (what, reason, wrong) => {
    const now = Date.now();
    await expectCounted(`a span that ${what}`, reason, span(now, wrong(now)));
  });
});

describe('a number that can not be', () => {
  it.each(['NaN', 'Infinity', '-Infinity'])('%s is counted as dropped', async (value) => {
    const name = `memory of ${value}`;
    const answer = await post(server, '/v1/metrics', metrics(name, [memory(Date.now(), value)]));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('bad_number');
    const list = await post(server, '/v1/traces', traces(name, [span(Date.now())]));
    expect(list.status).toBe(200);
    expect(await dropped(server, name, 'bad_number')).toBe(1);
  });

  it('a histogram of negative durations is counted as dropped', async () => {
    const time = nanos(Date.now());
    const point = {
      startTimeUnixNano: time,
      timeUnixNano: time,
      count: '2',
      sum: -3,
      min: -2,
      max: -1,
      bucketCounts: ['2', '0'],
      explicitBounds: [0],
    };
    const metric = {
      name: 'http.server.request.duration',
      unit: 's',
      histogram: { aggregationTemporality: 1, dataPoints: [point] },
    };
    await post(server, '/v1/traces', traces('negative durations', [span(Date.now())]));
    expect((await post(server, '/v1/metrics', metrics('negative durations', [metric]))).status).toBe(200);
    expect(await dropped(server, 'negative durations', 'bad_number')).toBe(1);
  });
});

describe('names', () => {
  const markup = '<img src=x onerror=alert(1)>';

  it('that are markup, hold controls or a megabyte stay data, bounded', async () => {
    const now = thisSecond() * 1000;
    const spans = [markup, 'bell\u0007\u202eright', 'x'.repeat(1_048_576)].map((name) =>
      span(now, agentNamed(name)),
    );
    expect((await post(server, '/v1/traces', traces('names', spans))).status).toBe(200);
    expect(await throughputIn('names', now / 1000)).toBe(3);
    const rows = await components(server, 'names');
    const names = rows.map(({ name }) => name);
    expect(names).toContain(markup);
    expect(names).toContain('bell\ufffd\ufffdright');
    expect(Math.max(...names.map((name) => name.length))).toBe(200);
  });

  it('in broken UTF-8 are mended', async () => {
    const now = thisSecond() * 1000;
    const text = JSON.stringify(traces('broken text', [span(now, agentNamed('half@char'))]));
    const body = Buffer.from(text, 'latin1');
    body[body.indexOf('half@char') + 4] = 0xc3;
    expect((await post(server, '/v1/traces', body)).status).toBe(200);
    expect(await throughputIn('broken text', now / 1000)).toBe(1);
    expect((await components(server, 'broken text')).map(({ name }) => name)).toEqual(['half\ufffdchar']);
  });

  it('by the million leave the busiest their rows, and the rest share one', async () => {
    const [names, batch] = [1_000_000, 10_000];
    const numbered = (word: string, index: number): string => `${word} ${String(index).padStart(7, '0')}`;
    const busy = Array.from({ length: 10 }, (_, index) => numbered('busy', index));
    let sent = 0;
    let answered: Promise<unknown> = Promise.resolve();
    for (let from = 0; from < names; from += batch) {
      const agents: string[] = [];
      for (let index = from; index < from + batch; index += 1) {
        agents.push(numbered('name', index));
        // Each of the busy ones works a hundred times as often as any other.
        if (index % 1000 === 0) agents.push(...busy);
      }
      sent += agents.length;
      const body = agentSpans('many names', Date.now(), agents);
      await answered;
      answered = post(server, '/v1/traces', body, protobuf).then(({ status, body: said }) => {
        expect({ status, said }).toEqual({ status: 200, said: '' });
      });
    }
    await answered;
    // More than can have rows, in each second that is looked at.
    const seldom = Array.from({ length: 300 }, (_, index) => numbered('seldom', index));
    const rows = await eventually({ what: 'the busy ones have rows', withinMs: 10_000 }, async () => {
      const now = Date.now();
      const names = [...busy, ...seldom];
      await post(
        server,
        '/v1/traces',
        traces(
          'many names',
          names.map((name) => span(now, agentNamed(name))),
        ),
      );
      sent += names.length;
      const found = await components(server, 'many names');
      return busy.every((name) => found.some((row) => row.name === name)) ? found : null;
    });
    expect(rows.length).toBeLessThanOrEqual(201);
    expect(rows.filter(({ kind }) => kind === 'other')).toHaveLength(1);
    expect(await dropped(server, 'many names', 'component_limit')).toBeGreaterThan(names / 2);
    expect(sent).toBeGreaterThan(names);
  }, 300_000);
});

describe('counters and deliveries that contradict each other', () => {
  it('a counter that goes back counts from its restart', async () => {
    const base = (thisSecond() - 8) * 1000;
    const begun = base - 60_000;
    const readings = [100, 100.4, 0.2, 0.6];
    // Its history begins with its first operation, and goes on as far as it reports.
    await post(server, '/v1/traces', traces('goes back', [span(base), span(base + 5000)]));
    for (const [index, seconds] of readings.entries()) {
      const body = metrics('goes back', [cpuTime(begun, base + index * 1000, seconds)]);
      expect((await post(server, '/v1/metrics', body)).status).toBe(200);
    }
    const cpu = await eventually({ what: 'its seconds have closed', withinMs: 15_000 }, async () => {
      const { signals } = await history(server, 'goes back', ['cpu'], [base / 1000, base / 1000 + 3]);
      const values = signals['cpu'] ?? [];
      return values.every((value) => value !== null) ? values : null;
    });
    [40, 20, 40].forEach((percent, index) => {
      expect(cpu[index]).toBeCloseTo(percent, 3);
    });
  });

  it('a batch that is delivered twice counts once', async () => {
    const second = thisSecond();
    const batch = traces('twice', [span(second * 1000), span(second * 1000), span(second * 1000)]);
    for (let delivery = 0; delivery < 2; delivery += 1) {
      expect((await post(server, '/v1/traces', batch)).status).toBe(200);
    }
    expect(await throughputIn('twice', second)).toBe(3);
    expect(await dropped(server, 'twice', 'duplicate')).toBe(3);
  });

  it('two processes with one id are found out, and their operations count', async () => {
    const second = thisSecond();
    const [older, newer] = [second * 1000 - 60_000, second * 1000 - 30_000];
    for (let index = 0; index < 6; index += 1) {
      const begun = index % 2 === 0 ? older : newer;
      const time = second * 1000 - 3000 + index * 500;
      await post(server, '/v1/metrics', metrics('two as one', [cpuTime(begun, time, 5 + index)]));
    }
    await post(server, '/v1/traces', traces('two as one', [span(second * 1000)]));
    await post(server, '/v1/traces', traces('two as one', [span(second * 1000)]));
    expect(await throughputIn('two as one', second)).toBe(2);
    expect(await dropped(server, 'two as one', 'conflict')).toBeGreaterThan(0);
  });

  it.each([
    ['ahead', 300_000, 'future'],
    ['behind', -300_000, 'too_old'],
  ])('a clock five minutes %s is counted, and does not hold up the good one', async (way, offset, reason) => {
    const name = `clock ${way}`;
    const first = thisSecond();
    let sent = 0;
    await eventually({ what: 'the good clock’s seconds close', withinMs: 15_000 }, async () => {
      const now = Date.now();
      await post(server, '/v1/traces', traces(name, [span(now)], 'right'));
      await post(server, '/v1/traces', traces(name, [span(now + offset)], 'wrong'));
      sent += 1;
      const status = await hub(server, name);
      return (status?.last_second ?? 0) >= first + 2 ? status : null;
    });
    const status = await hub(server, name);
    expect(status?.dropped[reason]).toBe(sent);
    expect(status?.instances).toBe(1);
    expect(status?.lag_ms).toBeLessThan(1500);
  });
});

describe('a good client beside all this', () => {
  it('stays exact', async () => {
    await good.expectExact();
    expect(server.process.stderr).toEqual([]);
    expect(server.process.running).toBe(true);
  });
});

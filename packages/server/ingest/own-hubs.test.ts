import type { Grant } from '@hubscope/core/access';
import { openGrant } from '@hubscope/core/access/testing';
import Fastify from 'fastify';
import { compressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import { Admission } from './admission.js';
import { guardIngest } from './guard.js';
import { createOtlpHttp } from './otlp/index.js';
import { WatchedIntake } from './otlp/testing/intake.js';
import { metricsOf, spanOf, tracesOf } from './otlp/testing/request.js';
import { remoteWriteRoute } from './prometheus/index.js';
import { epochMs, House } from './prometheus/testing/house.js';
import { writeV1, writeV2, type SeriesLike } from './prometheus/testing/messages.js';

const grant = (...hubs: string[]): Grant => ({ ...openGrant, who: 'key ci', scopes: ['ingest'], hubs });

async function otlp(watched: WatchedIntake, hubs: readonly string[], path: string, body: object) {
  const app = createOtlpHttp({
    intake: watched.intake,
    gate: { grantOf: () => grant(...hubs) },
    limits: { maxBodyBytes: 1e6 },
    origins: () => [],
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await app.inject({ method: 'POST', url: path, headers, payload: JSON.stringify(body) });
  await app.close();
  return { status: answer.statusCode, code: answer.headers['hubscope-code'], body: answer.body };
}

const span = (hub: string): object => tracesOf([spanOf('work')], { 'service.name': hub });
const memory = (hub: string): object =>
  metricsOf(
    [
      {
        name: 'process.memory.usage',
        gauge: { dataPoints: [{ timeUnixNano: '1700000000000000000', asInt: '1' }] },
      },
      { name: 'nobody.reads', gauge: { dataPoints: [{ timeUnixNano: '1700000000000000000', asInt: '1' }] } },
    ],
    { 'service.name': hub },
  );
const both = (...parts: object[]): object => ({
  resourceSpans: parts.flatMap((part) => (part as { resourceSpans: object[] }).resourceSpans),
});

describe('OTLP with a key of some hubs', () => {
  it.each([
    ['traces', span],
    ['metrics', memory],
  ])('takes %s of these, and refuses those of another whole', async (signal, of) => {
    const watched = new WatchedIntake();
    const path = `/v1/${signal}`;
    expect((await otlp(watched, ['bank', 'shop-*'], path, of('shop-eu'))).status).toBe(200);
    const { length } = watched.taken;
    expect(length).toBe(1);
    watched.drops.length = 0;
    const refused = await otlp(watched, ['bank', 'shop-*'], path, of('mine'));
    expect(refused).toMatchObject({ status: 403, code: 'forbidden' });
    expect(refused.body).toContain('key ci is not for the hub mine.');
    expect(watched.taken).toHaveLength(length);
    // Counted with its reason, and under no name that it may not use.
    expect(watched.drops).toEqual([`null forbidden_hub ${signal === 'traces' ? '1' : '2'}`]);
    expect(watched.handled.at(-1)?.failed).toBe(true);
  });

  it.each([
    ['first', both(span('mine'), span('shop'))],
    ['last', both(span('shop'), span('mine'))],
  ])('takes what is of its hubs from a request whose others come %s, and tells of them', async (_, body) => {
    const watched = new WatchedIntake();
    const answer = await otlp(watched, ['shop'], '/v1/traces', body);
    expect(JSON.parse(answer.body)).toMatchObject({
      partialSuccess: { rejectedSpans: '1', errorMessage: 'forbidden_hub: 1' },
    });
    expect(watched.taken).toMatchObject([{ source: { hub: 'shop' } }]);
  });

  it('sends on nothing that holds what it refused, and counts what it keeps back', async () => {
    const forwarded: unknown[] = [];
    const withheld: string[] = [];
    const watched = new WatchedIntake({
      forward: (request) => forwarded.push(request),
      withhold: (signal) => withheld.push(signal),
    });
    await otlp(watched, ['shop'], '/v1/traces', both(span('shop'), span('mine')));
    expect([forwarded, withheld]).toEqual([[], ['traces']]);
    // Refused whole: its sender is told so.
    await otlp(watched, ['shop'], '/v1/traces', span('mine'));
    expect([forwarded, withheld]).toEqual([[], ['traces']]);
    await otlp(watched, ['shop'], '/v1/traces', span('shop'));
    expect([forwarded.length, withheld.length]).toEqual([1, 1]);
  });

  it('spends nothing of the part of a hub that it only names', async () => {
    const spent: string[] = [];
    const admission = new Admission({ now: () => 0, share: 1, maxBytes: 1e9 });
    admission.spent = (payer) => void spent.push(payer);
    const watched = new WatchedIntake({ admission });
    for (const hub of ['mine', 'shop']) await otlp(watched, ['shop'], '/v1/traces', span(hub));
    expect(spent).toEqual(['refused key ci', 'shop']);
  });
});

describe('remote write with a key of some hubs', () => {
  const series = (job: string): SeriesLike => ({
    labels: { __name__: 'process_resident_memory_bytes', instance: 'a:9090', job },
    samples: [{ value: 1e6, timestamp: epochMs }],
  });

  async function write(house: House, version: 'v1' | 'v2', ...jobs: string[]) {
    const app = Fastify();
    guardIngest(app, { grantOf: () => grant('shop') });
    const { clock, table, mappings, sink } = house;
    await app.register(remoteWriteRoute({ clock, table, mappings, sink, limits: { maxBodyBytes: 1e6 } }));
    const proto = version === 'v2' ? ';proto=io.prometheus.write.v2.Request' : '';
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/write',
      headers: { 'content-type': `application/x-protobuf${proto}`, 'content-encoding': 'snappy' },
      payload: compressSync(Buffer.from((version === 'v1' ? writeV1 : writeV2)(jobs.map(series)))),
    });
    await app.close();
    return { status: answer.statusCode, body: answer.body.trim() };
  }

  it.each(['v1', 'v2'] as const)('%s takes what is of these, and nothing else', async (version) => {
    const house = new House();
    expect((await write(house, version, 'shop')).status).toBe(204);
    expect(await write(house, version, 'mine')).toEqual({
      status: 403,
      body: 'forbidden: key ci is not for the hub mine.',
    });
    expect(await write(house, version, 'mine', 'shop')).toEqual({
      status: 400,
      body: 'invalid_request: Not counted: forbidden_hub: 1.',
    });
    // A name that may not be used makes no hub, and is no loss of one.
    expect(house.windows.statuses().map(({ hub }) => hub)).toEqual(['shop']);
    expect([house.dropped('mine'), house.windows.dropped(null)]).toEqual([{}, { forbidden_hub: 2 }]);
  });
});

import { openGate, openGrant } from '@hubscope/core/access/testing';
import { gzipSync, deflateSync } from 'node:zlib';
import type { Observation } from '@hubscope/core/signal';
import { SpanStatusCode } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Admission } from '../admission.js';
import { forwardedHeader } from '../forward/index.js';
import { createOtlpHttp } from './http.js';
import { JsonReader } from './json.js';
import { jsonRequests } from './json-messages.js';
import { WatchedIntake } from './testing/intake.js';

const maxBodyBytes = 65_536;
let app: FastifyInstance;
let watched: WatchedIntake;
let taken: readonly Observation[];
let drops: readonly string[];

beforeEach(() => {
  watched = new WatchedIntake();
  ({ taken, drops } = watched);
  app = createOtlpHttp({
    intake: watched.intake,
    gate: openGate,
    limits: { maxBodyBytes },
    origins: () => [],
  });
});
afterEach(() => app.close());

const resource = (...attributes: [string, string][]) => ({
  attributes: attributes.map(([key, stringValue]) => ({ key, value: { stringValue } })),
});

const goodSpan = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  name: 'question',
  kind: 2,
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000000250000000',
};

function traces(...spans: object[]): object {
  return { resourceSpans: [{ resource: resource(['service.name', 'shop']), scopeSpans: [{ spans }] }] };
}

function post(
  payload: string | Buffer | object,
  headers: Record<string, string> = { 'content-type': 'application/json' },
  url = '/v1/traces',
) {
  const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
  return app.inject({ method: 'POST', url, headers, payload: body });
}

describe('what a stock exporter sends', () => {
  it.each([
    ['protobuf', ProtoExporter, 'none'],
    ['protobuf, gzip', ProtoExporter, 'gzip'],
    ['JSON', JsonExporter, 'none'],
    ['JSON, gzip', JsonExporter, 'gzip'],
  ] as const)('arrives as the spans that were made (%s)', async (_, Exporter, compression) => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const address = app.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const memory = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({
        'service.name': 'shop',
        'service.instance.id': 'one',
        'service.version': '3',
      }),
      spanProcessors: [new SimpleSpanProcessor(memory)],
    });
    const tracer = provider.getTracer('test');
    const span = tracer.startSpan('chat', {
      startTime: 1_700_000_000_000,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'tiny',
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 34,
      },
    });
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(1_700_000_000_125.5);
    await provider.forceFlush();
    const exporter = new Exporter({
      url: `http://127.0.0.1:${String(port)}/v1/traces`,
      ...(compression === 'gzip' ? { compression: 'gzip' as never } : {}),
    });
    const result = await new Promise<{ code: ExportResultCode }>((resolve) => {
      exporter.export(memory.getFinishedSpans(), resolve);
    });
    await exporter.shutdown();
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({
      type: 'span',
      source: { hub: 'shop', instance: 'one', version: '3' },
      component: { kind: 'model', name: 'tiny' },
      failed: true,
      parentId: null,
      tokensIn: 12,
      tokensOut: 34,
      weight: 1,
    });
    const made = taken[0];
    expect(made?.type === 'span' ? made.end - made.start : 0).toBeCloseTo(125.5, 3);
  });
});

describe('the answer', () => {
  it('is empty when all was taken, in the encoding of the request', async () => {
    const json = await post(traces(goodSpan));
    expect([json.statusCode, json.body]).toEqual([200, '{}']);
    expect(json.headers['content-type']).toMatch(/^application\/json/);
    const empty = await post(Buffer.alloc(0), { 'content-type': 'application/x-protobuf' });
    expect([empty.statusCode, empty.headers['content-type'], empty.body]).toEqual([
      200,
      'application/x-protobuf',
      '',
    ]);
  });

  it('says what was rejected and why, and takes the rest', async () => {
    const bad = { ...goodSpan, spanId: 'b7ad6b7169203332', endTimeUnixNano: '1600000000000000000' };
    const answer = await post(traces(goodSpan, bad));
    expect(answer.json()).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: 'bad_duration: 1' },
    });
    expect(taken).toHaveLength(1);
    expect(drops).toEqual(['shop bad_duration 1']);
  });

  it.each(['gzip', 'deflate', 'identity'] as const)('takes %s', async (encoding) => {
    const plain = Buffer.from(JSON.stringify(traces(goodSpan)));
    const packed = { gzip: gzipSync, deflate: deflateSync, identity: (bytes: Buffer) => bytes }[encoding](
      plain,
    );
    const answer = await post(packed, { 'content-type': 'application/json', 'content-encoding': encoding });
    expect(answer.statusCode).toBe(200);
    expect(taken).toHaveLength(1);
  });
});

describe('a bad request', () => {
  const json = { 'content-type': 'application/json' };
  const protobuf = { 'content-type': 'application/x-protobuf' };
  it.each([
    ['malformed JSON', '{"resourceSpans":', json, 400, 'malformed_body'],
    ['JSON of the wrong shape', { resourceSpans: 'many' }, json, 400, 'malformed_body'],
    ['JSON that is no object', '[1]', json, 400, 'malformed_body'],
    ['malformed protobuf', Buffer.from([10, 200, 1, 1]), protobuf, 400, 'malformed_body'],
    ['a wrong content type', 'hello', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['no content type', Buffer.from('x'), {}, 415, 'unsupported_media_type'],
    ['an unknown encoding', '{}', { ...json, 'content-encoding': 'br' }, 415, 'unsupported_media_type'],
    ['bytes that are no gzip', '{}', { ...json, 'content-encoding': 'gzip' }, 400, 'malformed_body'],
    ['a body over the limit', 'x'.repeat(maxBodyBytes + 1), json, 413, 'body_too_large'],
    [
      'a gzip bomb',
      gzipSync(Buffer.alloc(50 * maxBodyBytes)),
      { ...json, 'content-encoding': 'gzip' },
      413,
      'body_too_large',
    ],
  ] as const)('%s is told so', async (_, payload, headers, status, code) => {
    const answer = await post(payload, { ...headers });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['hubscope-code']).toBe(code);
    expect(taken).toEqual([]);
    expect((await post(traces(goodSpan))).statusCode).toBe(200);
  });

  it('that breaks off is told so, and what stood before the fault is counted, but of JSON', async () => {
    const broken = { ...goodSpan, name: 7 };
    const spans = Array.from({ length: 70 }, () => goodSpan);
    expect((await post(traces(...spans, broken))).statusCode).toBe(400);
    expect(taken).toHaveLength(0);
    const bytes = new JsonReader().protobuf(
      Buffer.from(JSON.stringify(traces(...spans))),
      jsonRequests.traces,
    );
    const cut = Buffer.concat([bytes, Buffer.from([10, 127])]);
    expect((await post(cut, { 'content-type': 'application/x-protobuf' })).statusCode).toBe(400);
    expect(taken).toHaveLength(70);
    expect((await post(traces(goodSpan))).statusCode).toBe(200);
    expect(taken).toHaveLength(71);
  });

  it('is not blamed for a fault of the server', async () => {
    const spans = Array.from({ length: 70 }, () => goodSpan);
    watched.fault = new TypeError('broken');
    expect((await post(traces(...spans))).statusCode).toBe(500);
    watched.fault = null;
    expect((await post(traces(goodSpan))).statusCode).toBe(200);
  });

  it('of another method or to another address is told so', async () => {
    expect((await app.inject({ url: '/v1/traces' })).statusCode).toBe(405);
    expect((await app.inject({ url: '/v2' })).statusCode).toBe(404);
  });

  it.each(['/v1development/profiles', '/v1/profiles', '/v1/entities'])(
    'of a signal that is not taken (%s) is told that it is not implemented',
    async (url) => {
      const answer = await post(Buffer.alloc(0), protobuf, url);
      expect([answer.statusCode, answer.headers['hubscope-code']]).toEqual([501, 'unknown_telemetry']);
    },
  );

  it('is sent away with Retry-After while there is no room, and not read', async () => {
    watched.wait = 7;
    const answer = await post('{"resourceSpans":');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '7']);
    expect(watched.handled.at(-1)).toMatchObject({ signal: 'traces', failed: true });
    expect(watched.drops).toEqual(['null refused 1']);
  });

  it('is sent away too where there was room when it began to come in', async () => {
    const body = Buffer.from(JSON.stringify(traces(goodSpan)));
    const request = { signal: 'traces', encoding: 'json', packed: body.length, peer: 'test' } as const;
    const handle = () => watched.intake.handle({ ...request, grant: openGrant, body: () => body, raw: null });
    expect(await handle()).toMatchObject({ rejected: 0 });
    watched.intake.admit('traces', 'test');
    watched.wait = 7;
    await expect(handle()).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 7 });
    expect(watched.drops).toEqual(['shop refused 1']);
  });
});

describe('a bad item is counted by reason and hurts nobody else', () => {
  it.each([
    ['an id of wrong length', { spanId: 'abcd' }, 'bad_id'],
    ['an id of zeros', { traceId: '0'.repeat(32) }, 'bad_id'],
    ['an id that is no hex', { spanId: 'zzzzzzzzzzzzzzzz' }, 'bad_id'],
    ['a parent of wrong length', { parentSpanId: 'abcd' }, 'bad_id'],
    ['an end before its start', { endTimeUnixNano: '1699999999000000000' }, 'bad_duration'],
    ['a duration of two days', { startTimeUnixNano: '1699827200000000000' }, 'bad_duration'],
    ['no end', { endTimeUnixNano: '0' }, 'bad_time'],
  ])('%s', async (_, wrong, reason) => {
    const answer = await post(traces({ ...goodSpan, ...wrong }, { ...goodSpan, spanId: 'b7ad6b7169203339' }));
    expect(answer.statusCode).toBe(200);
    expect(drops).toEqual([`shop ${reason} 1`]);
    expect(taken).toHaveLength(1);
  });

  it.each([
    ['NaN', 'NaN'],
    ['an infinity', '-Infinity'],
  ])('a metric value of %s', async (_, value) => {
    const points = [value, 5e7].map((asDouble) => ({ timeUnixNano: '1700000000000000000', asDouble }));
    const metrics = [{ name: 'process.memory.usage', gauge: { dataPoints: points } }];
    const body = {
      resourceMetrics: [{ resource: resource(['service.name', 'shop']), scopeMetrics: [{ metrics }] }],
    };
    const answer = await post(body, undefined, '/v1/metrics');
    expect(answer.json()).toMatchObject({ partialSuccess: { rejectedDataPoints: '1' } });
    expect(taken).toHaveLength(1);
  });

  it('an attribute of a megabyte, a name that is markup, broken text', async () => {
    await app.close();
    const wide = { key: 'gen_ai.agent.name', value: { stringValue: 'x'.repeat(50_000) } };
    const markup = { key: 'gen_ai.agent.name', value: { stringValue: '<script>\u0000\ud800' } };
    const spans = [
      { ...goodSpan, attributes: [wide] },
      { ...goodSpan, spanId: 'b7ad6b7169203339', attributes: [markup] },
    ];
    const fresh = createOtlpHttp({
      intake: watched.intake,
      gate: openGate,
      limits: { maxBodyBytes: 1e6 },
      origins: () => [],
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await fresh.inject({
      method: 'POST',
      url: '/v1/traces',
      headers,
      payload: JSON.stringify(traces(...spans)),
    });
    await fresh.close();
    expect(answer.statusCode).toBe(200);
    const names = taken.map((each) => (each.type === 'span' ? each.component?.name : ''));
    expect(names[0]).toHaveLength(200);
    expect(names[1]).toBe('<script>\ufffd\ufffd');
  });
});

it('sends on what arrived, though its bytes are written over once it was taken in', async () => {
  const forwarded: Buffer[] = [];
  const { intake } = new WatchedIntake({ forward: ({ body }) => forwarded.push(body) });
  const body = Buffer.from(JSON.stringify(traces(goodSpan)));
  const before = body.toString();
  const raw = { signal: 'traces', contentType: 'application/json', contentEncoding: null, body } as const;
  await intake.handle({
    signal: 'traces',
    encoding: 'json',
    packed: body.length,
    peer: 'test',
    grant: openGrant,
    body: () => body,
    raw,
  });
  body.fill(0);
  expect(forwarded.map(String)).toEqual([before]);
});

it('is not sent on where a Hubscope sent it on already, so that two that forward to each other make no circle', async () => {
  const forwarded: string[] = [];
  const { intake, taken: both } = new WatchedIntake({ forward: ({ body }) => forwarded.push(String(body)) });
  const door = createOtlpHttp({ intake, gate: openGate, limits: { maxBodyBytes }, origins: () => [] });
  const sent = async (name: string, more: Record<string, string>): Promise<number> => {
    const headers = { 'content-type': 'application/json', ...more };
    const payload = JSON.stringify(traces({ ...goodSpan, name }));
    return (await door.inject({ method: 'POST', url: '/v1/traces', headers, payload })).statusCode;
  };
  expect(await sent('once', { [forwardedHeader]: '1' })).toBe(200);
  expect([both.length, forwarded.length]).toEqual([1, 0]);
  expect(await sent('twice', {})).toBe(200);
  expect(both).toHaveLength(2);
  expect(forwarded).toEqual([expect.stringContaining('twice')]);
  await door.close();
});

describe('more than can be read soon', () => {
  it('is refused where it begins, and taken a moment later', async () => {
    const admission = new Admission({ now: () => 0, share: 1, maxBytes: 1e9 });
    admission.spent('shop', 600, 1_048_576);
    const { intake } = new WatchedIntake({ admission });
    const busy = createOtlpHttp({ intake, gate: openGate, limits: { maxBodyBytes }, origins: () => [] });
    const sent = (): Promise<number> =>
      busy
        .inject({
          method: 'POST',
          url: '/v1/traces',
          headers: { 'content-type': 'application/json' },
          payload: JSON.stringify(traces(goodSpan)),
        })
        .then(({ statusCode }) => statusCode);
    expect(await sent()).toBe(200);
    const release = admission.reserve(500 * 1_048_576);
    expect(await sent()).toBe(429);
    release?.();
    expect(await sent()).toBe(200);
    await busy.close();
  });

  it('is not decoded where it was there as a whole and waited for a second', async () => {
    const admission = new Admission({ now: () => 0, share: 1, maxBytes: 1e9 });
    const { intake, taken, drops } = new WatchedIntake({ admission });
    const time = vi.spyOn(performance, 'now').mockReturnValue(0);
    const body = Buffer.from(JSON.stringify(traces(goodSpan)));
    const request = { signal: 'traces', encoding: 'json', packed: body.length, peer: 'test' } as const;
    const handled = [1000, 999, 0].map(async (waitedMs) => {
      time.mockReturnValue(1000 - waitedMs);
      return intake.handle({ ...request, grant: openGrant, body: () => body, raw: null });
    });
    time.mockReturnValue(1000);
    const outcomes = await Promise.allSettled(handled);
    time.mockRestore();
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(taken).toHaveLength(2);
    expect(drops).toEqual(['null refused 1']);
  });

  it('is not what comes alone, however large', async () => {
    const admission = new Admission({ now: () => 0, share: 1e9, maxBytes: 1e9 });
    admission.spent('shop', 8e11, 1);
    const { intake } = new WatchedIntake({ admission });
    const idle = createOtlpHttp({ intake, gate: openGate, limits: { maxBodyBytes }, origins: () => [] });
    const payload = JSON.stringify(traces(goodSpan));
    const headers = { 'content-type': 'application/json' };
    const other = { method: 'POST', url: '/v1/traces', headers, payload } as const;
    expect((await idle.inject(other)).statusCode).toBe(200);
    await idle.close();
  });
});

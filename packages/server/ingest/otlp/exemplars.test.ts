import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { WatchedIntake } from './testing/intake.js';
import { metricsOf, post } from './testing/request.js';

/** What opentelemetry-proto 1.10 has of a request of histograms, as far as these tests write it. */
const request = protobuf
  .parse(
    `syntax = "proto3";
    message Request { repeated ResourceMetrics resourceMetrics = 1; }
    message ResourceMetrics { repeated ScopeMetrics scopeMetrics = 2; }
    message ScopeMetrics { repeated Metric metrics = 2; }
    message Metric { string name = 1; Histogram histogram = 9; Exponential exponentialHistogram = 10; }
    message Histogram { repeated HistogramPoint dataPoints = 1; int32 aggregationTemporality = 2; }
    message HistogramPoint { fixed64 timeUnixNano = 3; fixed64 count = 4; optional double sum = 5; repeated fixed64 bucketCounts = 6;
      repeated double explicitBounds = 7; repeated Exemplar exemplars = 8; }
    message Exponential { repeated ExponentialPoint dataPoints = 1; int32 aggregationTemporality = 2; }
    message ExponentialPoint { fixed64 timeUnixNano = 3; fixed64 count = 4; sint32 scale = 6; Buckets positive = 8;
      repeated Exemplar exemplars = 11; }
    message Buckets { sint32 offset = 1; repeated uint64 bucketCounts = 2; }
    message Exemplar { fixed64 timeUnixNano = 2; oneof value { double asDouble = 3; sfixed64 asInt = 6; }
      bytes spanId = 4; bytes traceId = 5; }`,
  )
  .root.lookupType('Request');

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const timeUnixNano = '1700000000000000000';
const usual = { timeUnixNano: '1699999998000000000', traceId, spanId, asDouble: 0.125 };
const kept = { time: 1_699_999_998_000, traceId, spanId, value: 0.125 };

const kinds = {
  histogram: { explicitBounds: [1], bucketCounts: ['1', '0'], count: '1' },
  exponentialHistogram: { scale: 0, positive: { offset: 0, bucketCounts: ['1'] }, count: '1' },
};

/** Sends a histogram with exemplars as one of OTLP's encodings has them; answers those that were kept. */
async function keptOf(kind: keyof typeof kinds, encoding: string, exemplars: object[]): Promise<unknown> {
  const watched = new WatchedIntake();
  const dataPoints = [{ timeUnixNano, ...kinds[kind], exemplars }];
  const metric = { name: 'http.server.request.duration', [kind]: { aggregationTemporality: 1, dataPoints } };
  const body = metricsOf([metric], {});
  // In protobuf ids are bytes.
  const bytes = JSON.parse(JSON.stringify(body), (key, value: unknown) =>
    (key === 'traceId' || key === 'spanId') && typeof value === 'string'
      ? Buffer.from(value, 'hex').toString('base64')
      : value,
  ) as object;
  const answer =
    encoding === 'json'
      ? await post(watched, '/v1/metrics', body)
      : await post(
          watched,
          '/v1/metrics',
          Buffer.from(request.encode(request.fromObject(bytes)).finish()),
          'application/x-protobuf',
        );
  expect([answer.status, watched.drops]).toEqual([200, []]);
  const [taken] = watched.taken;
  if (taken?.type !== 'metric') throw new Error('it became no point');
  return taken.exemplars;
}

const all = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) =>
  ['json', 'protobuf'].map((encoding) => [kind, encoding] as const),
);

describe.each(all)('an exemplar of a %s in %s', (kind, encoding) => {
  it('is kept with its trace, span, value and time', async () => {
    const other = { ...usual, asDouble: undefined, asInt: '3', spanId: 'c7ad6b7169203331' };
    expect(await keptOf(kind, encoding, [usual, other])).toEqual([
      kept,
      { ...kept, value: 3, spanId: 'c7ad6b7169203331' },
    ]);
  });

  it.each([
    ['names no trace', { traceId: undefined }],
    ['names a trace of zeros', { traceId: '0'.repeat(32) }],
    ['names a trace of another length', { traceId: 'abcd' }],
    ['names no span', { spanId: undefined }],
    ['has no time', { timeUnixNano: '0' }],
    ['has no value', { asDouble: undefined }],
  ])('is left out where it %s, and its point is kept', async (_, rest) => {
    expect(await keptOf(kind, encoding, [{ ...usual, ...rest }])).toBeUndefined();
    expect(await keptOf(kind, encoding, [{ ...usual, ...rest }, usual])).toEqual([kept]);
  });

  it('is one of ten at most', async () => {
    expect(await keptOf(kind, encoding, Array<object>(50).fill(usual))).toHaveLength(10);
  });
});

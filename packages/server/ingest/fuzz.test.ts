import { openGrant } from '@hubscope/core/access/testing';
/*
 * Real payloads with a few changes, at every decoder: what it makes of them is what a slow and obvious decoder makes of them, or it
 * refuses as its door may; it never throws anything else and never hangs. `npm run fuzz` does the same for minutes.
 */
import { connect } from 'node:net';
import protobuf from 'protobufjs';
import { compressSync, uncompressSync } from 'snappy';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openGate } from '@hubscope/core/access/testing';
import { hexOf } from '@hubscope/core/signal';
import { createOtlpGrpc } from './otlp/grpc.js';
import { JsonReader } from './otlp/json.js';
import { jsonRequests } from './otlp/json-messages.js';
import { WatchedIntake } from './otlp/testing/intake.js';
import { referenceOf } from './otlp/testing/json-reference.js';
import { RemoteWrite } from './prometheus/remote-write.js';
import { snappyHead, unpackSnappy } from './prometheus/snappy.js';
import { House } from './prometheus/testing/house.js';
import { parseProtobuf } from './scrape/protobuf.js';
import { parseText } from './scrape/text.js';
import { Aggregate } from './statsd/aggregate.js';
import { Frames } from './statsd/frames.js';
import { StatsdNames } from './statsd/series.js';
import { capturedConnections } from './testing/captures/captured.js';
import { histograms, records, sampledSpans } from './testing/fuzz/by-hand.js';
import * as payloads from './testing/fuzz/payloads.js';
import { byReference, Readers } from './testing/fuzz/remote-write.js';
import { fuzz, hangMs, orNull, orRefused, runs, timeout } from './testing/fuzz/run.js';
import { WholeWay } from './testing/fuzz/whole-way.js';

const limit = 1 << 20;

const { root } = protobuf.parse(
  `syntax = "proto3";
  message Request { repeated Spans resource_spans = 1; }
  message Spans { repeated Scope scope_spans = 2; }
  message Scope { repeated Span spans = 2; }
  message Span { bytes trace_id = 1; bytes span_id = 2; fixed64 start = 7; fixed64 end = 8; }`,
  { keepCase: true },
);
const spansRequest = root.lookupType('Request');

const familyOfMetrics = protobuf
  .parse(
    `syntax = "proto3";
    message Family { string name = 1; int32 type = 3; repeated Metric metric = 4; }
    message Metric { Value gauge = 2; Value counter = 3; Value untyped = 5; }
    message Value { double value = 1; }`,
  )
  .root.lookupType('Family');

interface PlainFamily {
  readonly name?: string;
  readonly metric?: readonly Partial<Record<'gauge' | 'counter' | 'untyped', { readonly value?: number }>>[];
}

/** Every number of a page in protobuf with its name, as protobufjs reads it; null where it can't. */
function numbersByReference(page: Buffer): string[] | null {
  return orNull(() => {
    const reader = protobuf.Reader.create(page);
    const found: string[] = [];
    while (reader.pos < reader.len) {
      const { name = '', metric = [] } = familyOfMetrics.decodeDelimited(reader) as PlainFamily;
      for (const { gauge, counter, untyped } of metric)
        for (const each of [gauge, counter, untyped]) found.push(`${name} ${String(each?.value ?? 0)}`);
    }
    return found;
  });
}

interface PlainSpans {
  readonly resource_spans?: readonly {
    readonly scope_spans?: readonly { readonly spans?: readonly { span_id?: Uint8Array; end?: unknown }[] }[];
  }[];
}

/** The ids of the spans of a request, as protobufjs reads it; null where it can't. */
function idsByReference(input: Buffer): string[] | null {
  const decoded = orNull(() => spansRequest.toObject(spansRequest.decode(input)) as PlainSpans);
  return (
    decoded?.resource_spans?.flatMap(({ scope_spans = [] }) =>
      scope_spans.flatMap(({ spans = [] }) =>
        spans.map(({ span_id = [] }) => Buffer.from(span_id).toString('hex')),
      ),
    ) ?? (decoded === null ? null : [])
  );
}

type Signal = 'traces' | 'metrics' | 'logs';
type Encoding = 'json' | 'protobuf';

/** Takes an input to where seconds close, with sound ones that share them. @returns how many seconds there were */
async function wholeWay(signal: Signal, encoding: Encoding, input: Buffer, sound: readonly Buffer[]) {
  const way = new WholeWay();
  const take = (body: Buffer): Promise<unknown> => orRefused(() => way.take({ signal, encoding }, body));
  await take(input);
  for (const body of sound) await take(body);
  await take(input);
  way.settle(3);
  await take(input);
  way.settle(12);
  return way.handed;
}

async function handled(signal: Signal, encoding: Encoding, input: Buffer) {
  const watched = new WatchedIntake();
  const request = {
    signal,
    encoding,
    packed: input.length,
    peer: 'fuzz',
    grant: openGrant,
    body: () => input,
    raw: null,
  };
  const answer = await orRefused(() => watched.intake.handle(request));
  return answer === null ? null : watched;
}

describe('OTLP', () => {
  let made: Record<Signal, { protobuf: Buffer; json: Buffer }[]>;
  beforeAll(async () => {
    made = {
      traces: [await payloads.traces(), sampledSpans()],
      metrics: [await payloads.metrics(), histograms()],
      logs: [await payloads.logs(), records()],
    };
  });
  const seedsOf = (signal: Signal, encoding: Encoding): Buffer[] =>
    made[signal].map((each) => each[encoding]);

  it('spans in protobuf are those that protobufjs reads, or refused', { timeout }, async () => {
    await fuzz(seedsOf('traces', 'protobuf'), async (input) => {
      const watched = await handled('traces', 'protobuf', input);
      const ids = idsByReference(input);
      if (watched === null || ids === null) return;
      const read = watched.taken.flatMap((each) => (each.type === 'span' ? [hexOf(each.spanId)] : []));
      // What is wrong in itself is counted and not taken.
      expect(ids).toEqual(expect.arrayContaining(read));
      const wrong = watched.drops.filter((drop) => !drop.includes(' content '));
      expect(read.length + wrong.reduce((sum, drop) => sum + Number(drop.split(' ').at(-1)), 0)).toBe(
        ids.length,
      );
    });
  });

  it.each([
    ['metrics', 'protobuf'],
    ['logs', 'protobuf'],
    ['traces', 'json'],
    ['metrics', 'json'],
    ['logs', 'json'],
  ] as const)('%s in %s are read or refused', { timeout }, async (signal, encoding) => {
    let taken = 0;
    const reader = new JsonReader();
    await fuzz(seedsOf(signal, encoding), async (input) => {
      const watched = await handled(signal, encoding, input);
      if (watched !== null) taken += watched.taken.length;
      if (encoding === 'protobuf') return;
      // What is no JSON at all is never read; what is becomes what an obvious reader makes of it.
      const reference = referenceOf(input, jsonRequests[signal]);
      if (reference === undefined) return;
      const read = orNull(() => reader.protobuf(input, jsonRequests[signal]));
      expect(read?.toString('hex')).toBe(reference?.toString('hex'));
    });
    expect(taken).toBeGreaterThan(0);
  });

  it.each([
    ['traces', 'protobuf'],
    ['metrics', 'protobuf'],
    ['metrics', 'json'],
  ] as const)('%s in %s break no second that they come into', { timeout }, async (signal, encoding) => {
    let seconds = 0;
    const seeds = seedsOf(signal, encoding);
    await fuzz(seeds, async (input) => {
      seconds += await wholeWay(signal, encoding, input, seeds);
    });
    expect(seconds).toBeGreaterThan(runs);
  });

  it('values within values, and brackets within brackets, end somewhere', async () => {
    let value: Buffer = Buffer.from([0x0a, 0x01, 0x61]);
    const wrap = (tag: number, inner: Buffer): Buffer => {
      const writer = protobuf.Writer.create();
      return Buffer.from(writer.uint32(tag).bytes(inner).finish());
    };
    // AnyValue { array_value: { values: AnyValue … } }
    for (let depth = 0; depth < 5000; depth += 1) value = wrap(42, wrap(10, value));
    const attribute = Buffer.concat([wrap(10, Buffer.from('deep')), wrap(18, value)]);
    const request = wrap(10, wrap(10, wrap(10, attribute)));
    for (const signal of ['traces', 'metrics', 'logs'] as const) {
      const began = performance.now();
      await handled(signal, 'protobuf', request);
      await handled(signal, 'json', Buffer.from('['.repeat(200_000)));
      await handled(signal, 'json', Buffer.from('{"resourceSpans":'.repeat(20_000)));
      expect(performance.now() - began).toBeLessThan(hangMs);
    }
  });
});

describe('gRPC', () => {
  it(
    'frames of a real client that are cut, doubled and broken end their connection alone',
    { timeout },
    async () => {
      const watched = new WatchedIntake();
      const door = createOtlpGrpc({
        intake: watched.intake,
        gate: openGate,
        limits: { maxBodyBytes: limit },
        onError: (error) => {
          throw error;
        },
      });
      const port = await door.listen('127.0.0.1', 0);
      const written = capturedConnections('python-grpc').map(({ bytes }) => bytes);
      const write = async (input: Buffer): Promise<void> => {
        const socket = connect(port, '127.0.0.1').resume();
        socket.on('error', () => undefined);
        socket.end(input);
        // Who leaves frames open may be waited for: not here.
        const gone = setTimeout(() => socket.destroy(), 50);
        await new Promise((resolve) => socket.once('close', resolve));
        clearTimeout(gone);
      };
      await fuzz(written, write, 30);
      const before = watched.handled.length;
      const socket = connect(port, '127.0.0.1').resume();
      socket.write(written[0] ?? Buffer.alloc(0));
      await vi.waitFor(() => {
        expect(watched.handled.length).toBeGreaterThan(before);
      }, 10_000);
      socket.destroy();
      await door.close();
    },
  );
});

describe('remote write', () => {
  it.each(['v1', 'v2'] as const)(
    '%s has the points that protobufjs reads, or is refused',
    { timeout },
    async (version) => {
      const writer = new RemoteWrite(new House(), limit);
      const readers = new Readers();
      let compared = 0;
      const take = async (input: Buffer): Promise<void> => {
        const tally = await orRefused(() =>
          writer.take(compressSync(input), version === 'v1' ? 1 : 2, openGrant, () => undefined),
        );
        const points = await orRefused(() => readers.read(version, input));
        expect(points === null).toBe(tally === null);
        const reference = orNull(() => byReference(version, input));
        if (points === null || reference === null) return;
        expect(points).toEqual(reference);
        compared += points.length;
      };
      const sound = payloads.remoteWrites()[version];
      await fuzz(sound, take, 10 * runs);
      expect(compared).toBeGreaterThan(runs);
      // What is sound is read after all that, too.
      for (const input of [...sound, ...sound])
        expect(readers.read(version, input)).toEqual(byReference(version, input));
    },
  );

  it('snappy unpacks to what the reference unpacks, or is refused', { timeout }, async () => {
    const seeds = Object.values(payloads.remoteWrites())
      .flat()
      .map((each) => compressSync(each));
    await fuzz(seeds, async (packed) => {
      // The reference makes room for whatever length is claimed: it is asked only where that is within the limit.
      const head = await orRefused(() => snappyHead(packed, limit));
      if (head === null) return;
      const plain = await orRefused(() => {
        const room = Buffer.alloc(head.length);
        unpackSnappy(packed, head, room);
        return room;
      });
      const reference = orNull(() => uncompressSync(packed) as Buffer);
      if (plain !== null) expect(plain.equals(reference ?? Buffer.from('refused'))).toBe(true);
      else expect(reference).toBeNull();
    });
  });
});

describe('pages of metrics', () => {
  it.each(['text', 'open'] as const)('in %s are read or refused', { timeout }, async (form) => {
    const seeds = Object.values(await payloads.pages());
    let read = 0;
    await fuzz(seeds, async (input) => {
      const samples = await orRefused(() => parseText(input.toString(), form === 'open', 1000));
      read += samples?.length ?? 0;
      expect(samples?.length ?? 0).toBeLessThanOrEqual(1000);
    });
    expect(read).toBeGreaterThan(0);
  });

  it('in protobuf are read or refused', { timeout }, async () => {
    const writer = protobuf.Writer.create();
    // MetricFamily { name, type: HISTOGRAM, metric: { label, histogram: { count, sum, bucket: { count, le } } } }
    writer.fork().uint32(10).string('job_seconds').uint32(24).int32(4);
    writer.uint32(34).fork();
    writer.uint32(10).fork().uint32(10).string('job').uint32(18).string('shop').ldelim();
    writer.uint32(58).fork().uint32(8).uint64(3).uint32(17).double(1.5);
    writer.uint32(26).fork().uint32(8).uint64(2).uint32(17).double(0.5).ldelim();
    const page = Buffer.from(writer.ldelim().ldelim().ldelim().finish());
    // MetricFamily { name, type: GAUGE, metric: { label, gauge: { value } } }
    const plain = protobuf.Writer.create();
    plain.fork().uint32(10).string('queue_depth').uint32(24).int32(1);
    plain.uint32(34).fork().uint32(18).fork().uint32(9).double(7).ldelim().ldelim();
    const gauges = Buffer.from(plain.ldelim().finish());
    let read = 0;
    await fuzz([page, gauges, Buffer.concat([page, gauges, page])], async (input) => {
      const samples = await orRefused(() => parseProtobuf(input, 1000));
      read += samples?.length ?? 0;
      const reference = numbersByReference(input);
      if (samples === null || reference === null) return;
      const inParts = /_(bucket|sum)$/;
      for (const { name, value, labels } of samples) {
        if (typeof value !== 'number' || inParts.test(name) || labels.has('le')) continue;
        expect(reference).toContain(`${name} ${String(value)}`);
      }
    });
    expect(read).toBeGreaterThan(0);
  });
});

describe('StatsD', () => {
  it('takes or leaves each line of a packet', { timeout }, async () => {
    const house = new House();
    const aggregate = new Aggregate(house.sink, new StatsdNames(house), house.clock.now());
    let taken = 0;
    await fuzz(payloads.packets(), (input) => {
      const text = input.toString();
      const lines = aggregate.packet(text, '10.0.0.7');
      taken += lines;
      expect(lines).toBeLessThanOrEqual(text.split('\n').length);
      aggregate.flush(house.clock.now());
    });
    expect(taken).toBeGreaterThan(0);
  });

  it('packets on a stream are told apart, or their connection ends', { timeout }, async () => {
    const seeds = capturedConnections('dogstatsd-python').map(({ bytes }) => bytes);
    await fuzz(seeds, (input) => new Frames().push(input, (text) => text.length));
  });
});

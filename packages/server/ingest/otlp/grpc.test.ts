import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import protobuf from 'protobufjs/minimal.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HubscopeError } from '@hubscope/core/wire';
import type { Gate } from '@hubscope/core/access';
import { openGate, openGrant } from '@hubscope/core/access/testing';
import { createOtlpGrpc, type GrpcCall, type OtlpGrpc } from './grpc.js';
import { WatchedIntake } from './testing/intake.js';
import { capturedConnections } from '../testing/captures/captured.js';

const maxBodyBytes = 65_536;
const resource = resourceFromAttributes({ 'service.name': 'shop', 'service.instance.id': 'one' });
const traceExport = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

let watched: WatchedIntake;
let door: OtlpGrpc;
let port: number;
let calls: GrpcCall[];
let gate: Gate;
const clients: Client[] = [];

beforeEach(async () => {
  watched = new WatchedIntake();
  calls = [];
  gate = openGate;
  door = createOtlpGrpc({
    intake: watched.intake,
    gate: { grantOf: (shown) => gate.grantOf(shown) },
    limits: { maxBodyBytes },
    onError: () => undefined,
    onCall: (each) => calls.push(each),
  });
  port = await door.listen('127.0.0.1', 0);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await door.close();
});

const asIs = (bytes: Buffer): Buffer => bytes;

/** One call with raw bytes. */
function call(path: string, body: Buffer, metadata = new Metadata()): Promise<Buffer | ServiceError> {
  const client = new Client(`127.0.0.1:${String(port)}`, credentials.createInsecure());
  clients.push(client);
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, asIs, asIs, body, metadata, (error, answer) => {
      resolve(error ?? answer ?? Buffer.alloc(0));
    });
  });
}

interface StockExporter<Items> {
  export(items: Items, done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
}

async function send<Items>(exporter: StockExporter<Items>, items: Items): Promise<ExportResultCode> {
  const { code } = await new Promise<ExportResult>((resolve) => {
    exporter.export(items, resolve);
  });
  await exporter.shutdown();
  return code;
}

/** Collects when it is asked to. */
class AskedReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

async function someMetrics(): Promise<ResourceMetrics> {
  const reader = new AskedReader();
  const provider = new MeterProvider({ resource, readers: [reader] });
  provider.getMeter('test').createGauge('process.memory.usage').record(48e6);
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  return resourceMetrics;
}

describe('a key of some hubs', () => {
  it.each([
    [['bank', 'sh?p'], ExportResultCode.SUCCESS, 1, null],
    [['bank'], ExportResultCode.FAILED, 0, 'forbidden'],
  ])('%j: %i', async (hubs, code, taken, refusal) => {
    gate = { grantOf: () => ({ ...openGrant, who: 'key ci', hubs }) };
    const exporter = new OTLPMetricExporter({ url: `http://127.0.0.1:${String(port)}` });
    expect(await send(exporter, await someMetrics())).toBe(code);
    expect(watched.taken).toHaveLength(taken);
    expect(calls).toMatchObject([{ refusal }]);
    expect(watched.drops).toEqual(refusal === null ? [] : ['null forbidden_hub 1']);
  });
});

describe('what a stock exporter sends over gRPC', () => {
  const options = (compression: 'none' | 'gzip') => ({
    url: `http://127.0.0.1:${String(port)}`,
    ...(compression === 'gzip' ? { compression: 'gzip' as never } : {}),
  });

  it.each(['none', 'gzip'] as const)(
    'spans arrive as they were made (compression %s)',
    async (compression) => {
      const memory = new InMemorySpanExporter();
      const provider = new BasicTracerProvider({
        resource,
        spanProcessors: [new SimpleSpanProcessor(memory)],
      });
      const attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' };
      const span = provider.getTracer('test').startSpan('tool', { startTime: 1_700_000_000_000, attributes });
      span.end(1_700_000_000_040);
      await provider.forceFlush();
      const code = await send(new OTLPTraceExporter(options(compression)), memory.getFinishedSpans());
      expect(code).toBe(ExportResultCode.SUCCESS);
      expect(watched.taken).toMatchObject([
        {
          type: 'span',
          source: { hub: 'shop', instance: 'one' },
          component: { kind: 'tool', name: 'search' },
        },
      ]);
      expect(watched.handled).toMatchObject([{ signal: 'traces', failed: false, items: 1 }]);
    },
  );

  it('metrics and log records arrive too', async () => {
    expect(await send(new OTLPMetricExporter(options('gzip')), await someMetrics())).toBe(
      ExportResultCode.SUCCESS,
    );
    const memory = new InMemoryLogRecordExporter();
    const provider = new LoggerProvider({
      resource,
      processors: [new SimpleLogRecordProcessor({ exporter: memory })],
    });
    provider
      .getLogger('test')
      .emit({ eventName: 'deployment', body: 'release 7', timestamp: 1_700_000_000_000 });
    await provider.forceFlush();
    const code = await send(new OTLPLogExporter(options('none')), memory.getFinishedLogRecords());
    expect(code).toBe(ExportResultCode.SUCCESS);
    expect(watched.taken).toMatchObject([
      { type: 'metric', mapping: { signal: 'memory' }, value: { form: 'gauge', value: 48e6 } },
      { type: 'marker', hub: 'shop', name: 'release 7' },
    ]);
  });
});

/** A request with one span whose ids are too short. */
function badSpan(): Buffer {
  const writer = protobuf.Writer.create();
  writer.uint32(10).fork().uint32(18).fork().uint32(18).fork();
  writer.uint32(10).bytes(Buffer.from('ab', 'hex'));
  return Buffer.from(writer.ldelim().ldelim().ldelim().finish());
}

describe('the answer over gRPC', () => {
  it('says what was rejected and why', async () => {
    const answer = await call(traceExport, badSpan());
    if (!Buffer.isBuffer(answer)) throw answer;
    expect(answer.toString('latin1')).toContain('bad_id: 1');
    expect(watched.drops).toEqual(['default bad_id 1']);
  });

  it.each([
    ['bytes that are no request', traceExport, Buffer.from([10, 200, 1, 1]), status.INVALID_ARGUMENT],
    ['a message over the limit', traceExport, Buffer.alloc(maxBodyBytes + 1), status.RESOURCE_EXHAUSTED],
    [
      'profiles',
      '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
      Buffer.alloc(0),
      status.UNIMPLEMENTED,
    ],
    ['another method', traceExport.replace('Export', 'Import'), Buffer.alloc(0), status.UNIMPLEMENTED],
  ])('refuses %s', async (_, path, body, code) => {
    expect(await call(path, body)).toMatchObject({ code });
    expect(await call(traceExport, Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  });

  it('is RESOURCE_EXHAUSTED with RetryInfo while there is no room, and the message is not decoded', async () => {
    watched.wait = 7;
    const refused = await call(traceExport, Buffer.from([10, 200, 1, 1]));
    if (Buffer.isBuffer(refused)) throw new Error('it was taken');
    expect(refused).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const [details] = refused.metadata.get('grpc-status-details-bin');
    const text = Buffer.isBuffer(details) ? details.toString('latin1') : '';
    expect(text).toContain('type.googleapis.com/google.rpc.RetryInfo');
    // RetryInfo { retry_delay: { seconds: 7 } } ends the status.
    expect(text.endsWith('\x0a\x02\x08\x07')).toBe(true);
    expect(watched.handled).toMatchObject([{ signal: 'traces', failed: true }]);
    watched.wait = null;
    expect(await call(traceExport, Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  });
});

describe('who may not send', () => {
  it.each([
    ['shows no key', 'unauthorized', status.UNAUTHENTICATED],
    ['shows a key that may not send', 'forbidden', status.PERMISSION_DENIED],
  ] as const)('is refused where it %s, before its message is read', async (_, code, expected) => {
    gate = {
      grantOf: ({ authorization }) => {
        if (authorization !== 'Bearer good') throw new HubscopeError(code);
        return openGate.grantOf({ address: '' });
      },
    };
    const refused = await call(traceExport, Buffer.from([10, 200, 1, 1]));
    expect(refused).toMatchObject({ code: expected });
    expect([watched.handled, calls.map(({ refusal }) => refusal)]).toEqual([[], [code]]);
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer good');
    expect(await call(traceExport, Buffer.alloc(0), metadata)).toEqual(Buffer.alloc(0));
  });
});

describe('who watches the door', () => {
  it.each([
    ['one that was taken in', traceExport, Buffer.alloc(0), null],
    ['bytes that are no request', traceExport, Buffer.from([10, 200, 1, 1]), 'malformed_body'],
    ['a message over the limit', traceExport, Buffer.alloc(maxBodyBytes + 1), 'call_cut'],
    [
      'profiles',
      '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
      Buffer.alloc(0),
      'unknown_telemetry',
    ],
  ])('is told once of %s, and from whom', async (_, path, body, refusal) => {
    await call(path, body);
    await vi.waitUntil(() => calls.length > 0);
    expect(calls).toEqual([
      { address: '127.0.0.1', agent: expect.stringContaining('grpc-node') as string, refusal },
    ]);
  });

  it('is told of TLS, which is closed', async () => {
    await new Promise<void>((resolve) => {
      connectTls({ port, host: '127.0.0.1' })
        .on('error', () => undefined)
        .on('close', () => {
          resolve();
        });
    });
    expect(calls).toEqual([{ address: '127.0.0.1', agent: '', refusal: 'tls_on_plain' }]);
  });
});

describe('a client that ends its side of the connection', () => {
  it.each([
    ['after its call', (bytes: Buffer) => bytes],
    ['in the midst of one', (bytes: Buffer) => bytes.subarray(0, bytes.length - 200)],
  ])('%s is let go at once', async (_, cut) => {
    const [written] = capturedConnections('python-grpc');
    const socket = connect(port, '127.0.0.1').resume();
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).end(cut(written?.bytes ?? Buffer.alloc(0)));
    await ended;
  });
});

it('calls whose messages never come whole are ended, and leave their places to others', async () => {
  await door.close();
  const { intake } = watched;
  const slow = { intake, gate: openGate, limits: { maxBodyBytes }, onError: () => undefined, messageMs: 500 };
  door = createOtlpGrpc(slow);
  port = await door.listen('127.0.0.1', 0);
  const sessions = Array.from({ length: 4 }, () => connectHttp2(`http://127.0.0.1:${String(port)}`));
  const headers = {
    ':method': 'POST',
    ':path': traceExport,
    'content-type': 'application/grpc',
    te: 'trailers',
  };
  const half = Buffer.from([0, 0, 0, 0, 100, 10]);
  const codes = sessions.flatMap((session) =>
    Array.from({ length: 64 }, () => {
      const stream = session.request(headers);
      stream.on('error', () => undefined).resume();
      stream.write(half);
      return new Promise<number>((resolve) => {
        const read = (came: IncomingHttpHeaders): void => {
          if (came['grpc-status'] !== undefined) resolve(Number(came['grpc-status']));
        };
        stream.on('response', read).on('trailers', read);
      });
    }),
  );
  await vi.waitFor(async () => {
    expect(await call(traceExport, Buffer.alloc(0))).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  });
  expect(watched.drops).toEqual(['null refused 1']);
  expect(watched.handled.at(-1)).toMatchObject({ signal: 'traces', failed: true });
  expect(new Set(await Promise.all(codes))).toEqual(new Set([status.DEADLINE_EXCEEDED]));
  expect(await call(traceExport, Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  for (const session of sessions) session.destroy();
});

describe('what is no gRPC', () => {
  it.each([
    ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    [
      'a preface and a broken frame',
      Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.alloc(64, 255)]),
    ],
    ['a compressed preface', gzipSync(Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'))],
  ])('%s costs its own connection and no other', async (_, bytes) => {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket
        .on('error', () => undefined)
        .on('close', resolve)
        .resume();
    });
    expect(await call(traceExport, Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  });

  it('a message that unpacks beyond the limit is refused', async () => {
    // Frame: compressed flag, length, gzip of zeros; sent by hand, as no client would.
    const bomb = gzipSync(Buffer.alloc(50 * maxBodyBytes));
    const head = Buffer.alloc(5);
    head.writeUInt8(1, 0);
    head.writeUInt32BE(bomb.length, 1);
    const session = connectHttp2(`http://127.0.0.1:${String(port)}`);
    const stream = session.request({
      ':method': 'POST',
      ':path': traceExport,
      'content-type': 'application/grpc',
      'grpc-encoding': 'gzip',
      te: 'trailers',
    });
    const code = await new Promise((resolve) => {
      const read = (headers: IncomingHttpHeaders): void => {
        if (headers['grpc-status'] !== undefined) resolve(Number(headers['grpc-status']));
      };
      stream.on('response', read).on('trailers', read);
      stream.on('error', () => undefined).resume();
      stream.end(Buffer.concat([head, bomb]));
    });
    session.destroy();
    expect(code).toBe(status.RESOURCE_EXHAUSTED);
    expect(watched.taken).toEqual([]);
  });
});

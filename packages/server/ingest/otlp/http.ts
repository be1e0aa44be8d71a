import cors from '@fastify/cors';
import type { DropReason, MappingTable } from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Sink } from '../sink.js';
import { exportAnswer, mediaTypes, statusAnswer, type Encoding, type OtlpSignal } from './answer.js';
import { unpack } from './body.js';
import { parseLogs, parseMetrics, parseTraces } from './json.js';
import { normaliseLogs } from './logs.js';
import { normaliseMetrics } from './metrics.js';
import type { Normalised } from './normalised.js';
import { decodeLogs, decodeMetrics, decodeTraces } from './protobuf.js';
import { Sources } from './source.js';
import { normaliseSpans, wantedOfSpans } from './spans.js';

/** What became of a request, for the server's watch on itself. */
export interface HandledRequest {
  readonly signal: OtlpSignal;
  readonly start: Millis;
  readonly end: Millis;
  readonly failed: boolean;
  /** As received. */
  readonly bytes: number;
  /** Observations that it held. */
  readonly items: number;
}

export interface OtlpOptions {
  readonly clock: Clock;
  readonly mappings: MappingTable;
  readonly limits: { readonly maxBodyBytes: number };
  /** Pages of these origins may send telemetry. */
  readonly origins: readonly string[];
  readonly sink: Sink;
  readonly onRequest?: (request: HandledRequest) => void;
}

const signals: readonly OtlpSignal[] = ['traces', 'metrics', 'logs'];

/** Reasons that are no fault of the request: its items were understood, and are counted elsewhere or not needed. */
const harmless: ReadonlySet<DropReason> = new Set(['unmapped', 'log', 'duplicate', 'component_limit']);

function encodingOf(request: FastifyRequest): Encoding {
  const type = request.headers['content-type'] ?? '';
  return type.split(';')[0]?.trim().toLowerCase() === mediaTypes.json ? 'json' : 'protobuf';
}

/** Reads a request's body into what the windows take. @throws whatever the decoders throw */
function decoder(
  mappings: MappingTable,
): Record<OtlpSignal, (body: Buffer, encoding: Encoding) => Normalised> {
  const sources = new Sources();
  return {
    traces: (body, encoding) => {
      const decode = encoding === 'json' ? parseTraces : decodeTraces;
      return normaliseSpans(decode(body, wantedOfSpans), sources);
    },
    metrics: (body, encoding) => {
      const decode = encoding === 'json' ? parseMetrics : decodeMetrics;
      return normaliseMetrics(decode(body), sources, mappings);
    },
    logs: (body, encoding) => {
      const decode = encoding === 'json' ? parseLogs : decodeLogs;
      return normaliseLogs(decode(body), sources);
    },
  };
}

function describe(rejected: ReadonlyMap<DropReason, number>): string {
  return [...rejected].map(([reason, count]) => `${reason}: ${String(count)}`).join(', ');
}

/** Hands on what was decoded; answers what was rejected, by reason. */
function deliver({ observations, drops }: Normalised, sink: Sink): Map<DropReason, number> {
  const rejected = new Map<DropReason, number>();
  const reject = (reason: DropReason, count: number): void => {
    if (!harmless.has(reason)) rejected.set(reason, (rejected.get(reason) ?? 0) + count);
  };
  for (const { hub, reason, count } of drops) {
    sink.drop(hub, reason, count);
    reject(reason, count);
  }
  const { dropped } = sink.accept(observations);
  for (const [reason, count] of Object.entries(dropped)) reject(reason as DropReason, count);
  return rejected;
}

function expected(error: unknown): HubscopeError | null {
  if (error instanceof HubscopeError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new HubscopeError('body_too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new HubscopeError(
      'unsupported_media_type',
      'Content-Type may be application/x-protobuf or application/json.',
    );
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 && status < 500
    ? new HubscopeError('malformed_body')
    : null;
}

async function answerError(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<void> {
  const known = expected(error) ?? new HubscopeError('internal');
  if (known.code === 'internal')
    process.stderr.write(`${JSON.stringify({ level: 'error', message: String(error) })}\n`);
  if (known.retryAfterSeconds !== null) void reply.header('retry-after', String(known.retryAfterSeconds));
  const encoding = encodingOf(request);
  await reply
    .code(known.status)
    .header('hubscope-code', known.code)
    .type(mediaTypes[encoding])
    .send(statusAnswer(encoding, known.code, known.detail));
}

/** The door for OTLP over HTTP: `/v1/traces`, `/v1/metrics` and `/v1/logs`. */
export function createOtlpHttp(options: OtlpOptions): FastifyInstance {
  const { clock, limits, sink, origins } = options;
  const decoders = decoder(options.mappings);
  const app = Fastify({
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    frameworkErrors: (error, request, reply) => {
      void answerError(request, reply, error);
    },
  });
  if (origins.length > 0) void app.register(cors, { origin: [...origins], methods: ['POST'], maxAge: 600 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(Object.values(mediaTypes), { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.setErrorHandler((error, request, reply) => answerError(request, reply, error));
  app.setNotFoundHandler((request, reply) => {
    const known = signals.some((signal) => request.url.split('?')[0] === `/v1/${signal}`);
    return answerError(request, reply, new HubscopeError(known ? 'method_not_allowed' : 'not_found'));
  });
  for (const signal of signals) {
    app.post(`/v1/${signal}`, async (request, reply) => {
      const start = clock.now();
      const packed = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const encoding = encodingOf(request);
      let items = 0;
      let failed = true;
      try {
        const wait = sink.busy();
        if (wait !== null) throw new HubscopeError('overloaded', undefined, wait);
        const body = await unpack(packed, request.headers['content-encoding'], limits.maxBodyBytes);
        let normalised: Normalised;
        try {
          normalised = decoders[signal](body, encoding);
        } catch (error) {
          throw new HubscopeError('malformed_body', error instanceof Error ? error.message : undefined);
        }
        items = normalised.observations.length;
        const rejected = deliver(normalised, sink);
        const count = [...rejected.values()].reduce((sum, each) => sum + each, 0);
        failed = false;
        return await reply
          .type(mediaTypes[encoding])
          .send(exportAnswer(encoding, signal, count, describe(rejected)));
      } finally {
        options.onRequest?.({ signal, start, end: clock.now(), failed, bytes: packed.length, items });
      }
    });
  }
  return app;
}

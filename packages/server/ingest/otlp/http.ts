import cors from '@fastify/cors';
import { HubscopeError } from '@hubscope/core/wire';
import type { IncomingMessage } from 'node:http';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestAsyncHookHandler,
} from 'fastify';
import { namesOrigin, type Gate } from '@hubscope/core/access';
import { forwardedHeader } from '../forward/index.js';
import { exportAnswer, mediaTypes, otlpSignals, statusAnswer, type Encoding } from './answer.js';
import { Bodies, Body } from '../bodies.js';
import { guardIngest, senderOf } from '../guard.js';
import { peerOf } from '../peers.js';
import { unpack } from './body.js';
import type { Intake } from './intake.js';
import { Room } from './room.js';

export interface OtlpHttpOptions {
  readonly intake: Intake;
  readonly gate: Gate;
  readonly limits: { readonly maxBodyBytes: number };
  /** Pages of these origins may send telemetry, and no others: not even those that say that they are this server's own. Asked each time. */
  readonly origins: () => readonly string[];
  /** Whether the `X-Forwarded-For` of an address, which is so many hops away, is believed. */
  readonly trusts?: (address: string, hop: number) => boolean;
  /** Told of what nobody expected. */
  readonly onError?: (error: unknown) => void;
}

const times = { requestTimeout: 30_000, keepAliveTimeout: 72_000 };

function encodingOf(request: FastifyRequest): Encoding {
  const type = request.headers['content-type'] ?? '';
  return type.split(';')[0]?.trim().toLowerCase() === mediaTypes.json ? 'json' : 'protobuf';
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

async function answerError(
  request: FastifyRequest,
  reply: FastifyReply,
  known: HubscopeError,
): Promise<void> {
  if (known.retryAfterSeconds !== null) void reply.header('retry-after', String(known.retryAfterSeconds));
  const encoding = encodingOf(request);
  await reply
    .code(known.status)
    .header('hubscope-code', known.code)
    .type(mediaTypes[encoding])
    .send(statusAnswer(encoding, known));
}

/** Fastify would load Ajv to have it at hand. */
function noSchemas(): never {
  throw new Error('no route here has a schema');
}

const noBody = new Body(Buffer.alloc(0), null);

/** What a body without a length is taken for until it is there, bytes. */
const unknownLength = 1_048_576;

/**
 * Refuses what pages of other origins send. A page needs no answer to do harm, and one whose name was made to point at this machine (DNS
 * rebinding) asks for no leave; programs send no `Origin`. A preflight is answered as CORS says.
 */
function guardOrigin(app: FastifyInstance, origins: () => readonly string[]): void {
  const allows = (origin: string): boolean => namesOrigin(origins(), origin);
  app.addHook('onRequest', async ({ headers: { origin }, method }) => {
    if (origin !== undefined && method !== 'OPTIONS' && !allows(origin))
      throw new HubscopeError('forbidden_origin');
    return Promise.resolve();
  });
  void app.register(cors, {
    origin: (origin, answer) => {
      answer(null, origin !== undefined && allows(origin));
    },
    methods: ['POST'],
    maxAge: 600,
  });
}

/** A body of up to so many times the limit is read to its end, though it is refused. */
const drained = 4;

/** Why an address is not one of the door's. */
function notHere(url: string): HubscopeError {
  const path = url.split('?')[0] ?? '';
  if (otlpSignals.some((signal) => path === `/v1/${signal}`)) return new HubscopeError('method_not_allowed');
  // A signal that OTLP knows and this server does not: its sender must not try again.
  if (/^\/v\d[a-z0-9]*\/[a-z]+$/.test(path)) return new HubscopeError('unknown_telemetry');
  return new HubscopeError('not_found');
}

/** The door for OTLP over HTTP: `/v1/traces`, `/v1/metrics` and `/v1/logs`. */
export function createOtlpHttp({
  intake,
  gate,
  limits,
  origins,
  trusts = () => false,
  onError = () => undefined,
}: OtlpHttpOptions): FastifyInstance {
  const known = (error: unknown): HubscopeError => {
    const expectedly = expected(error);
    if (expectedly === null) onError(error);
    return expectedly ?? new HubscopeError('internal');
  };
  const app = Fastify({
    bodyLimit: limits.maxBodyBytes,
    ...times,
    trustProxy: trusts,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    frameworkErrors: (error, request, reply) => {
      void answerError(request, reply, known(error));
    },
  });
  guardOrigin(app, origins);
  guardIngest(app, gate);
  app.removeAllContentTypeParsers();
  const bodies = new Bodies();
  /** Of requests to where telemetry goes: those to elsewhere hold none, and nobody would give it back. */
  const rooms = new WeakMap<FastifyRequest, Room>();
  app.addContentTypeParser(Object.values(mediaTypes), (request: FastifyRequest, payload: IncomingMessage) => {
    const told = Number(request.headers['content-length']);
    return bodies.read(payload, told, limits.maxBodyBytes, (bytes) => {
      rooms.get(request)?.cover(bytes);
    });
  });
  app.setErrorHandler((error, request, reply) => answerError(request, reply, known(error)));
  app.setNotFoundHandler((request, reply) => answerError(request, reply, notHere(request.url)));
  for (const signal of otlpSignals) {
    const onRequest: onRequestAsyncHookHandler = async (request, reply) => {
      const peer = peerOf(request);
      intake.admit(signal, peer);
      const told = Number(request.headers['content-length'] ?? 0);
      if (told > limits.maxBodyBytes) {
        // The rest of it is read and thrown away, so that the sender hears the answer, unless that would take long.
        if (told > drained * limits.maxBodyBytes) void reply.header('connection', 'close');
        throw new HubscopeError('body_too_large');
      }
      const length = told > 0 ? told : Math.min(unknownLength, limits.maxBodyBytes);
      const release = intake.reserve(signal, peer, length, told > 0);
      const room = new Room((bytes) => intake.reserve(signal, peer, bytes), length, release);
      rooms.set(request, room);
      reply.raw.once('close', () => {
        room.leave();
      });
      return Promise.resolve();
    };
    app.post(`/v1/${signal}`, { onRequest }, async (request, reply) => {
      const body = request.body instanceof Body ? request.body : noBody;
      const packed = body.bytes;
      const encoding = encodingOf(request);
      const packing = request.headers['content-encoding'];
      const handled = intake.handle({
        signal,
        encoding,
        packed: packed.length,
        peer: peerOf(request),
        grant: senderOf(request),
        body: () => unpack(packed, packing, limits.maxBodyBytes),
        raw:
          request.headers[forwardedHeader] === undefined
            ? { signal, contentType: mediaTypes[encoding], contentEncoding: packing ?? null, body: packed }
            : null,
      });
      const kept = rooms.get(request)?.during(handled) ?? handled;
      const taken = await kept.finally(() => {
        bodies.giveBack(body);
      });
      return await reply
        .type(mediaTypes[encoding])
        .send(exportAnswer(encoding, signal, taken.rejected, taken.message));
    });
  }
  return app;
}

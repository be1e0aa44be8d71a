import type { Clock } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { Bodies, Body } from '../bodies.js';
import { senderOf } from '../guard.js';
import { fullWords, peerOf } from '../peers.js';
import type { BookOptions } from './book.js';
import { mustBeSnappy, writeVersion } from './media.js';
import { refuse, RemoteWrite } from './remote-write.js';
import { Sharing, type WriteAdmission } from './sharing.js';
import type { Tally } from './tally.js';

export interface RemoteWriteOptions extends BookOptions {
  readonly clock: Clock;
  readonly limits: { readonly maxBodyBytes: number };
  /** Shares the time among hubs, and the room for bodies; without it all are let in. */
  readonly admission?: WriteAdmission;
  readonly onError?: (error: unknown) => void;
}

/** Statuses after which a Prometheus sends again: only what can succeed then. 429 it gives up on unless told otherwise. */
function expected(error: unknown): HubscopeError | null {
  if (error instanceof HubscopeError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new HubscopeError('body_too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new HubscopeError('unsupported_media_type', 'Content-Type must be application/x-protobuf.');
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  const faulty = typeof status === 'number' && status >= 400 && status < 500;
  return faulty ? new HubscopeError('malformed_body') : null;
}

/** How much of a 2.0 request was written, as its senders ask to be told, also where the rest was refused. */
function tellWritten(reply: FastifyReply, tally: Tally): void {
  void reply.headers({
    'x-prometheus-remote-write-samples-written': String(tally.samples - tally.refusedSamples),
    'x-prometheus-remote-write-histograms-written': String(tally.histograms - tally.refusedHistograms),
    'x-prometheus-remote-write-exemplars-written': '0',
  });
}

/** Prometheus remote write, 1.0 and 2.0, at `/api/v1/write`: a plugin for the server that takes telemetry over HTTP. */
export function remoteWriteRoute(options: RemoteWriteOptions): FastifyPluginAsync {
  const { admission, clock, limits, sink } = options;
  const writer = new RemoteWrite(options, limits.maxBodyBytes);
  const sharing = new Sharing(admission ?? null, (hub, reason, count) => {
    sink.drop(hub, reason, count);
  });
  /** Counts a request that there is no room for, whosoever it is. */
  const refusedForRoom = (wait: number, words?: string): HubscopeError => {
    sink.drop(null, 'refused', 1);
    return new HubscopeError('overloaded', words, wait);
  };
  return async (app) => {
    app.removeAllContentTypeParsers();
    const bodies = new Bodies();
    app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
      bodies.read(payload, Number(request.headers['content-length']), limits.maxBodyBytes),
    );
    app.setErrorHandler(async (error, _request, reply) => {
      const known = expected(error) ?? new HubscopeError('internal');
      if (known.code === 'internal') options.onError?.(error);
      if (known.retryAfterSeconds !== null) void reply.header('retry-after', String(known.retryAfterSeconds));
      // Senders log the first line of what they are answered.
      return await reply
        .code(known.status)
        .header('hubscope-code', known.code)
        .type('text/plain; charset=utf-8')
        .send(`${known.code}: ${known.detail}\n`);
    });
    app.all('/api/v1/write', {
      onRequest: async (request, reply) => {
        if (request.method !== 'POST') throw new HubscopeError('method_not_allowed');
        writeVersion(request.headers['content-type']);
        mustBeSnappy(request.headers['content-encoding']);
        sharing.begins(peerOf(request));
        const wait = sink.busy();
        if (wait !== null) throw refusedForRoom(wait, fullWords);
        const told = Number(request.headers['content-length'] ?? 0);
        const release = admission?.reserve(told > 0 ? told : limits.maxBodyBytes, told > 0);
        if (release === null) throw refusedForRoom(1);
        if (release !== undefined) reply.raw.once('close', release);
        return Promise.resolve();
      },
      handler: async (request, reply) => {
        const version = writeVersion(request.headers['content-type']);
        const { body } = request;
        if (!(body instanceof Body)) throw new HubscopeError('malformed_body', 'The body is empty.');
        const { bytes } = body;
        const grant = senderOf(request);
        let tally: Tally;
        try {
          tally = sharing.of({ peer: peerOf(request), grant, bytes: bytes.length }, (whose) =>
            writer.take(bytes, version, grant, whose),
          );
        } finally {
          bodies.giveBack(body);
        }
        if (version === 2) tellWritten(reply, tally);
        refuse(tally, clock.now());
        return await reply.code(204).send();
      },
    });
    return Promise.resolve();
  };
}

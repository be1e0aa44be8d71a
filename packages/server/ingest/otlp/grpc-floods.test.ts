import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { openGate } from '@hubscope/core/access/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOtlpGrpc, type OtlpGrpc } from './grpc.js';
import { JsonReader } from './json.js';
import { jsonRequests } from './json-messages.js';
import { WatchedIntake } from './testing/intake.js';
import { spanOf, tracesOf } from './testing/request.js';

const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
/** Frames of one flood. */
const many = 20_000;

let watched: WatchedIntake;
let door: OtlpGrpc;
let port: number;
let errors: unknown[];

beforeEach(async () => {
  watched = new WatchedIntake({});
  errors = [];
  door = createOtlpGrpc({
    intake: watched.intake,
    gate: openGate,
    limits: { maxBodyBytes: 1_048_576 },
    onError: (error) => errors.push(error),
  });
  port = await door.listen('127.0.0.1', 0);
});
afterEach(() => door.close());

/** A frame. Source: RFC 9113, section 4.1. */
function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);

/** The headers of a call, packed as RFC 7541 has it: names by their place in its table, values as they are. */
const headers = Buffer.concat([
  Buffer.from([0x83, 0x86, 0x04]),
  text(path),
  Buffer.from([0x0f, 0x10]),
  text('application/grpc'),
]);

const [headersType, resetType, settingsType, pingType, continuationType] = [1, 3, 4, 6, 9];
const endHeaders = 4;
const streamOf = (at: number): number => 2 * at + 1;

/** Writes all of it, or what of it the other side takes before it closes. */
async function flood(frames: Iterable<Buffer>): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  const closed = once(socket, 'close');
  socket.write(
    Buffer.concat([
      Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      frame(settingsType, 0, 0, Buffer.alloc(0)),
    ]),
  );
  for (const each of frames) {
    if (socket.destroyed) break;
    if (!socket.write(each)) await Promise.race([once(socket, 'drain'), closed]).catch(() => undefined);
  }
  return socket;
}

function* repeated(make: (at: number) => Buffer): Iterable<Buffer> {
  for (let at = 0; at < many; at += 1) yield make(at);
}

function* endlessHeaders(): Iterable<Buffer> {
  yield frame(headersType, 0, 1, headers);
  yield* repeated((at) =>
    frame(continuationType, 0, 1, Buffer.concat([Buffer.from([0]), text(`x${String(at)}`), text('y')])),
  );
}

const nothing = Buffer.alloc(0);
const aCode = Buffer.from([0, 0, 0, 8]);

/** The status of a call of another client. */
async function called(): Promise<number> {
  const session = connectHttp2(`http://127.0.0.1:${String(port)}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const body = new JsonReader().protobuf(
    Buffer.from(JSON.stringify(tracesOf([spanOf('work')]))),
    jsonRequests.traces,
  );
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  stream.end(Buffer.concat([head, body]));
  stream.resume();
  const [trailers] = (await once(stream, 'trailers')) as [Record<string, string>];
  session.close();
  return Number(trailers['grpc-status']);
}

it.each([
  [
    'calls that are begun and taken back',
    () =>
      repeated((at) =>
        Buffer.concat([
          frame(headersType, endHeaders, streamOf(at), headers),
          frame(resetType, 0, streamOf(at), aCode),
        ]),
      ),
  ],
  ['pings', () => repeated(() => frame(pingType, 0, 0, Buffer.alloc(8)))],
  ['settings', () => repeated(() => frame(settingsType, 0, 0, nothing))],
  ['headers without an end', endlessHeaders],
  [
    'empty continuations',
    () => repeated((at) => frame(at === 0 ? headersType : continuationType, 0, 1, nothing)),
  ],
])('a flood of %s takes nothing from who sends beside it', async (_, frames) => {
  const [flooding, status] = await Promise.all([flood(frames()), called()]);
  expect(status).toBe(0);
  expect(await called()).toBe(0);
  expect(watched.taken).toHaveLength(2);
  expect(errors).toEqual([]);
  flooding.destroy();
});

import {
  connect,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import { gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { openGate } from '@hubscope/core/access/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Admission } from '../admission.js';
import type { RawRequest } from '../forward/index.js';
import { createOtlpGrpc, type OtlpGrpc } from './grpc.js';
import { JsonReader } from './json.js';
import { jsonRequests } from './json-messages.js';
import { WatchedIntake } from './testing/intake.js';
import { spanOf, tracesOf } from './testing/request.js';

const maxBodyBytes = 1_048_576;
const maxBytes = 4 * maxBodyBytes;

let admission: Admission;
let watched: WatchedIntake;
let forwarded: RawRequest[];
let door: OtlpGrpc;
let session: ClientHttp2Session;

beforeEach(async () => {
  admission = new Admission({ now: () => 0, share: 1, maxBytes });
  forwarded = [];
  watched = new WatchedIntake({ admission, forward: (request) => forwarded.push(request) });
  door = createOtlpGrpc({
    intake: watched.intake,
    gate: openGate,
    limits: { maxBodyBytes },
    onError: (error) => {
      throw error;
    },
    messageMs: 2000,
  });
  const port = await door.listen('127.0.0.1', 0);
  session = connect(`http://127.0.0.1:${String(port)}`);
  session.on('error', () => undefined);
});
afterEach(async () => {
  session.destroy();
  await door.close();
});

/** A call whose bytes are written by hand. */
function begun(encoding = 'identity'): { stream: ClientHttp2Stream; ended: Promise<number> } {
  const stream = session.request({
    ':method': 'POST',
    ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    'content-type': 'application/grpc',
    'grpc-encoding': encoding,
    te: 'trailers',
  });
  stream.on('error', () => undefined).resume();
  const ended = new Promise<number>((resolve) => {
    const read = (came: IncomingHttpHeaders): void => {
      if (came['grpc-status'] !== undefined) resolve(Number(came['grpc-status']));
    };
    stream.on('response', read).on('trailers', read);
  });
  return { stream, ended };
}

function head(length: number, packed: boolean): Buffer {
  const made = Buffer.alloc(5);
  made.writeUInt8(packed ? 1 : 0);
  made.writeUInt32BE(length, 1);
  return made;
}

const request = (): Buffer =>
  Buffer.from(
    new JsonReader().protobuf(Buffer.from(JSON.stringify(tracesOf([spanOf('work')]))), jsonRequests.traces),
  );

/** How much room there is, bytes, to within 64 KiB. */
function room(): number {
  let free = 0;
  const held: (() => void)[] = [];
  for (;;) {
    const release = admission.reserve(65_536);
    if (release === null) break;
    held.push(release);
    free += 65_536;
  }
  for (const release of held) release();
  return free;
}

it('messages that never come whole take the room that there is, and no more; later ones are refused until they end', async () => {
  const calls = Array.from({ length: 16 }, () => begun());
  // Each says that it is of the largest size, and sends half of that: twice the room in all.
  for (const { stream } of calls) {
    stream.write(head(maxBodyBytes, false));
    stream.write(Buffer.alloc(maxBodyBytes / 2));
  }
  const codes = await Promise.all(calls.map(({ ended }) => ended));
  const noRoom: number = status.RESOURCE_EXHAUSTED;
  const refused = codes.filter((code) => code === noRoom).length;
  expect(refused).toBeGreaterThanOrEqual(8);
  expect(new Set(codes)).toEqual(new Set([status.RESOURCE_EXHAUSTED, status.DEADLINE_EXCEEDED]));
  expect(watched.drops).toEqual(Array(refused).fill('null refused 1'));
  expect(watched.handled).toMatchObject(Array(refused).fill({ signal: 'traces', failed: true }));
  // Though no client ended any of them.
  await vi.waitFor(() => {
    expect(room()).toBe(maxBytes);
  });
});

it('a message whose call is never ended is let go in time', async () => {
  const { stream, ended } = begun();
  const body = request();
  stream.write(Buffer.concat([head(body.length, false), body]));
  expect(await ended).toBe(status.DEADLINE_EXCEEDED);
  await vi.waitFor(() => {
    expect(room()).toBe(maxBytes);
  });
});

it('packed messages take room as they came, are unpacked in their turn, and are sent on as they are', async () => {
  const packed = gzipSync(request());
  const bomb = gzipSync(Buffer.alloc(50 * maxBodyBytes));
  const sent = [packed, bomb, Buffer.from('no gzip'), packed].map((body) => {
    const { stream, ended } = begun('gzip');
    stream.end(Buffer.concat([head(body.length, true), body]));
    return ended;
  });
  expect(await Promise.all(sent)).toEqual([
    status.OK,
    status.RESOURCE_EXHAUSTED,
    status.INVALID_ARGUMENT,
    status.OK,
  ]);
  expect(watched.taken).toHaveLength(2);
  expect(forwarded).toMatchObject([
    { contentEncoding: 'gzip', body: packed },
    { contentEncoding: 'gzip', body: packed },
  ]);
  // Of the same encoding, but a message that is not packed.
  const { stream, ended } = begun('gzip');
  stream.end(Buffer.concat([head(request().length, false), request()]));
  expect(await ended).toBe(status.OK);
  expect(forwarded.at(-1)).toMatchObject({ contentEncoding: null });
  await vi.waitFor(() => {
    expect(room()).toBe(maxBytes);
  });
});

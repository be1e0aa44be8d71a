import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { openGate, openGrant } from '@hubscope/core/access/testing';
import { HubscopeError } from '@hubscope/core/wire';
import { expect, it, vi } from 'vitest';
import { Admission } from '../admission.js';
import { Bodies } from '../bodies.js';
import { unpack } from './body.js';
import { createOtlpHttp } from './http.js';
import { JsonReader } from './json.js';
import { jsonRequests } from './json-messages.js';
import { Room } from './room.js';
import { WatchedIntake } from './testing/intake.js';
import { spanOf, tracesOf } from './testing/request.js';

/** Room of so many bytes, and how many of them are held. */
function rooms(maxBytes: number) {
  let held = 0;
  const reserve = (bytes: number): (() => void) => {
    if (held + bytes > maxBytes) throw new HubscopeError('too_many_requests', undefined, 1);
    held += bytes;
    return () => {
      held -= bytes;
    };
  };
  return { reserve, held: () => held };
}

it('grows with what comes, and never holds more than twice that', () => {
  const { reserve, held } = rooms(1e9);
  const room = new Room(reserve);
  expect(held()).toBe(0);
  for (let bytes = 65_536; bytes < 20_000_000; bytes += 65_536) {
    room.cover(bytes);
    expect(held()).toBeGreaterThanOrEqual(bytes);
    expect(held()).toBeLessThanOrEqual(2 * bytes);
  }
  room.leave();
  expect(held()).toBe(0);
});

it('is kept until the work is done, though who sent it has gone', async () => {
  const { reserve, held } = rooms(1e9);
  const room = new Room(reserve, 10, reserve(10));
  let finish: () => void = () => undefined;
  const work = room.during(new Promise<void>((resolve) => (finish = resolve)));
  room.leave();
  expect(held()).toBe(10);
  finish();
  await work;
  expect(held()).toBe(0);
});

it('a body that nobody said the length of is refused where its room ends', async () => {
  const { reserve, held } = rooms(300_000);
  const room = new Room(reserve);
  const stream = new PassThrough();
  const read = new Bodies().read(stream, NaN, 16_777_216, (bytes) => {
    room.cover(bytes);
  });
  const refused = expect(read).rejects.toMatchObject({ code: 'too_many_requests' });
  for (let part = 0; part < 10; part += 1) stream.write(Buffer.alloc(60_000));
  await refused;
  room.leave();
  expect(held()).toBe(0);
});

it('over HTTP such bodies take no more than there is', async () => {
  const maxBytes = 4_194_304;
  const admission = new Admission({ now: () => 0, share: 1, maxBytes });
  const watched = new WatchedIntake({ admission });
  const app = createOtlpHttp({
    intake: watched.intake,
    gate: openGate,
    limits: { maxBodyBytes: maxBytes },
    origins: () => [],
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  let refused = 0;
  const sockets = Array.from({ length: 3 }, () => {
    const socket = connect(port, '127.0.0.1');
    socket
      .on('error', () => undefined)
      .on('data', (answer) => {
        if (answer.toString().startsWith('HTTP/1.1 429')) refused += 1;
      });
    socket.write('POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\n');
    socket.write('transfer-encoding: chunked\r\n\r\n');
    for (let part = 0; part < 30; part += 1)
      socket.write(Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536), Buffer.from('\r\n')]));
    return socket;
  });
  await vi.waitFor(() => {
    expect(refused).toBeGreaterThan(0);
  });
  for (const socket of sockets) socket.destroy();
  expect(watched.drops).toEqual(Array(refused).fill('null refused 1'));
  expect(watched.handled).toMatchObject(Array(refused).fill({ signal: 'traces', failed: true }));
  await vi.waitFor(() => {
    const release = admission.reserve(maxBytes);
    expect(release).not.toBeNull();
    release?.();
    // One body always fits: only a second one tells.
    const [first, second] = [admission.reserve(maxBytes - 1), admission.reserve(1)];
    first?.();
    second?.();
    expect(second).not.toBeNull();
  });
  await app.close();
});

it('a body that says how long it is, and finds no room, is counted as refused, of its hub where its connection is known', async () => {
  const admission = new Admission({ now: () => 0, share: 1, maxBytes: 1_000_000 });
  const watched = new WatchedIntake({ admission });
  const limits = { maxBodyBytes: 1e6 };
  const app = createOtlpHttp({ intake: watched.intake, gate: openGate, limits, origins: () => [] });
  const sent = async (): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    const payload = JSON.stringify(tracesOf([spanOf('work')]));
    return (await app.inject({ method: 'POST', url: '/v1/traces', headers, payload })).statusCode;
  };
  const release = admission.reserve(1_000_000);
  expect(await sent()).toBe(429);
  release?.();
  expect(await sent()).toBe(200);
  admission.reserve(1_000_000);
  expect(await sent()).toBe(429);
  await app.close();
  expect(watched.drops).toEqual(['null refused 1', 'shop refused 1']);
  expect(watched.handled.map(({ failed }) => failed)).toEqual([true, false, true]);
});

it('what is sent to elsewhere holds no room', async () => {
  const admission = new Admission({ now: () => 0, share: 1, maxBytes: 1_000_000 });
  const { intake } = new WatchedIntake({ admission });
  const app = createOtlpHttp({ intake, gate: openGate, limits: { maxBodyBytes: 1e6 }, origins: () => [] });
  const headers = { 'content-type': 'application/x-protobuf' };
  const payload = Buffer.alloc(200_000);
  expect((await app.inject({ method: 'POST', url: '/v2', headers, payload })).statusCode).toBe(404);
  await app.close();
  // One body always fits: only a second one tells.
  expect([admission.reserve(999_999), admission.reserve(1)]).not.toContain(null);
});

it('a body that unpacks to more than the limit is paid for by who sent it', async () => {
  const admission = new Admission({ now: () => 0, share: 1, maxBytes: 1e9 });
  const spent: string[] = [];
  admission.spent = (payer) => void spent.push(payer);
  const { intake } = new WatchedIntake({ admission });
  const send = (body: () => Buffer): Promise<unknown> =>
    intake
      .handle({ signal: 'traces', encoding: 'json', packed: 9, peer: 'a', grant: openGrant, body, raw: null })
      .catch(() => undefined);
  const bomb = gzipSync(Buffer.alloc(1e6));
  await send(() => unpack(bomb, 'gzip', 1000));
  await send(() => Buffer.from(JSON.stringify(tracesOf([spanOf('work')]))));
  await send(() => unpack(bomb, 'gzip', 1000));
  expect(spent).toEqual([expect.stringContaining('refused'), 'shop', 'shop']);
});

/** Sends one body in protobuf after the other to one intake; answers who paid for each, and how the last one ended. */
async function payersOf(...bodies: readonly Buffer[]): Promise<[payers: string[], watched: WatchedIntake]> {
  const admission = new Admission({ now: () => 0, share: 1, maxBytes: 1e9 });
  const payers: string[] = [];
  admission.spent = (payer) => void payers.push(payer);
  const watched = new WatchedIntake({ admission });
  const request = { signal: 'traces', encoding: 'protobuf', peer: 'a', grant: openGrant, raw: null } as const;
  for (const body of bodies)
    await watched.intake.handle({ ...request, packed: body.length, body: () => body }).catch(() => undefined);
  return [payers, watched];
}

const asProtobuf = (request: object): Buffer =>
  Buffer.from(new JsonReader().protobuf(Buffer.from(JSON.stringify(request)), jsonRequests.traces));

it('a body that breaks off is paid for by its hub as one that does not, and its connection is known to be of that hub', async () => {
  const spans = Array.from({ length: 70 }, () => spanOf('work'));
  const broken = Buffer.concat([asProtobuf(tracesOf(spans)), Buffer.from([10, 127])]);
  const [payers, watched] = await payersOf(broken);
  expect(payers).toEqual(['shop']);
  expect(watched.taken).toHaveLength(70);
  watched.wait = 1;
  expect(() => {
    watched.intake.admit('traces', 'a');
  }).toThrow();
  expect(watched.drops).toEqual(['shop refused 1']);
});

it('a body whose resource says nothing, or of which nobody can tell whose it is, is paid for too', async () => {
  const nameless = asProtobuf({ resourceSpans: [{ scopeSpans: [{ spans: [spanOf('work')] }] }] });
  const [payers, watched] = await payersOf(nameless, Buffer.from([10, 127]));
  expect(payers).toEqual(['default', 'refused ']);
  expect(watched.taken).toMatchObject([{ source: { hub: 'default' } }]);
});

it('of packed bodies that wait one is unpacked at a time', async () => {
  const watched = new WatchedIntake();
  const plain = Buffer.from(JSON.stringify(tracesOf([spanOf('work')])));
  const packed = gzipSync(plain);
  let unpacked = 0;
  const handled = Array.from({ length: 10 }, () =>
    watched.intake.handle({
      signal: 'traces',
      encoding: 'json',
      packed: packed.length,
      peer: 'test',
      grant: openGrant,
      body: () => {
        // Those before it are taken in.
        expect(watched.taken).toHaveLength(unpacked);
        unpacked += 1;
        return unpack(packed, 'gzip', 1e6);
      },
      raw: null,
    }),
  );
  expect(unpacked).toBe(0);
  await Promise.all(handled);
  expect([unpacked, watched.taken.length]).toEqual([10, 10]);
});

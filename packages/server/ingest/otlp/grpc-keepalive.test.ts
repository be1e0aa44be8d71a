import { connect, type ClientHttp2Session } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { openGate } from '@hubscope/core/access/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOtlpGrpc, type OtlpGrpc } from './grpc.js';
import { WatchedIntake } from './testing/intake.js';

let door: OtlpGrpc;
let port: number;

beforeEach(async () => {
  // The door's alone: those of sockets are not from here.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { intake } = new WatchedIntake();
  const limits = { maxBodyBytes: 65_536 };
  door = createOtlpGrpc({ intake, gate: openGate, limits, onError: () => undefined });
  port = await door.listen('127.0.0.1', 0);
});
afterEach(async () => {
  vi.useRealTimers();
  await door.close();
});

const asked = (session: ClientHttp2Session): Promise<void> =>
  new Promise((resolve, reject) => {
    session.ping((error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });

async function opened(): Promise<ClientHttp2Session> {
  const session = connect(`http://127.0.0.1:${String(port)}`);
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  return session;
}

it('a connection that is idle is asked whether it lives every 30 s, and stays where it answers', async () => {
  const session = await opened();
  let [pings, closed] = [0, false];
  session.on('ping', () => (pings += 1)).on('close', () => (closed = true));
  for (let round = 1; round <= 3; round += 1) {
    vi.advanceTimersByTime(29_000);
    // What the door sent before it answers came before; and so did our answer to it.
    await asked(session);
    expect(pings).toBe(round - 1);
    vi.advanceTimersByTime(1000);
    await asked(session);
    await asked(session);
    expect([pings, closed]).toEqual([round, false]);
  }
  session.destroy();
});

it('one that does not answer within 20 s is let go', async () => {
  const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
  const socket = connectTcp(port, '127.0.0.1').resume();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  let gone = false;
  socket.on('error', () => undefined).on('close', () => (gone = true));
  socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings]));
  await new Promise((resolve) => socket.once('data', resolve));
  vi.advanceTimersByTime(30_000);
  await new Promise((resolve) => socket.once('data', resolve));
  vi.advanceTimersByTime(19_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(gone).toBe(false);
  vi.advanceTimersByTime(1000);
  await closed;
});

it('a client may ask as often as it likes, with no call under way', async () => {
  const session = await opened();
  for (let at = 0; at < 50; at += 1) await asked(session);
  expect(session.closed).toBe(false);
  session.destroy();
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { sleeper } from '../bench/harness/sleeper.js';
import { PlainViewer, textOf } from '../bench/harness/viewer.js';
import { GoodClient } from './clients/good.js';

const goodSeconds = 10;
const patience = { withinMs: 5000 };

let server: Served;
let good: GoodClient;
let beside: PlainViewer;

beforeAll(async () => {
  server = await serve();
  good = new GoodClient(server, goodSeconds);
  beside = await PlainViewer.connect(`${server.ws}?hub=${good.hub}`);
});

afterAll(async () => {
  beside.close();
  await good.stop();
  await server.process.stop();
});

/** The code with which a message was refused, by a connection that then still answers. */
async function refusalOf(message: string | Buffer): Promise<unknown> {
  const viewer = await PlainViewer.connect(server.ws);
  viewer.socket.send(message);
  const refused = await eventually({ what: 'an error', ...patience }, () => viewer.answers[0] ?? null);
  viewer.socket.send(JSON.stringify({ action: 'ping' }));
  await eventually({ what: 'a pong', ...patience }, () => viewer.answers[1]?.['pong'] ?? null);
  viewer.close();
  return refused;
}

/** The answer to an upgrade that is not granted. */
function upgradeRefused(url: string, origin: string): Promise<{ status: number; problem: unknown }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers: { origin } });
    socket.on('open', () => {
      reject(new Error(`${origin} was let in`));
    });
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const problem: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        resolve({ status: answer.statusCode ?? 0, problem });
      });
    });
  });
}

describe('a message that can not be understood gets its code, and the connection lives', () => {
  it.each<[string, string | Buffer, string]>([
    ['a text that is no JSON', 'hello', 'malformed_message'],
    ['JSON that is no object', '[1,2]', 'malformed_message'],
    ['bytes', Buffer.from([1, 2, 3]), 'malformed_message'],
    ['an unknown action', JSON.stringify({ action: 'shutdown' }), 'unknown_action'],
    [
      'an alert that is none',
      JSON.stringify({ action: 'acknowledge_alert', data: { alert_id: 'none' } }),
      'unknown_alert',
    ],
    [
      'a message over the limit',
      JSON.stringify({ action: 'ping', rest: 'x'.repeat(20_000) }),
      'message_too_large',
    ],
  ])('%s', async (_, message, code) => {
    expect(await refusalOf(message)).toMatchObject({ error: { code } });
  });

  it('speaks of an unknown action in the live form too', async () => {
    const socket = new WebSocket(server.ws, 'hubscope.v1');
    const heard: string[] = [];
    socket.on('message', (data) => heard.push(textOf(data)));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ action: 'shutdown' }));
    await eventually(
      { what: 'an error', ...patience },
      () => heard.find((text) => text.includes('unknown_action')) ?? null,
    );
    socket.send(JSON.stringify({ action: 'ping' }));
    await eventually(
      { what: 'a pong', ...patience },
      () => heard.find((text) => text.includes('"pong"')) ?? null,
    );
    socket.terminate();
  });
});

describe('a connection that must not be', () => {
  it('is closed with 1009 when one of its messages is far over the limit', async () => {
    const viewer = await PlainViewer.connect(server.ws);
    const closed = new Promise((resolve) => {
      viewer.socket.once('close', resolve);
    });
    viewer.socket.send('x'.repeat(1_000_000));
    expect(await closed).toBe(1009);
  });

  it.each(['https://elsewhere.example', 'http://localhost.elsewhere.example', 'null'])(
    'is refused to pages of %s',
    async (origin) => {
      for (const door of [server.doors.api, server.doors.dashboard]) {
        const { status, problem } = await upgradeRefused(`ws://localhost:${String(door)}/ws`, origin);
        expect(status).toBe(403);
        expect(problem).toMatchObject({ code: 'forbidden_origin', status: 403 });
      }
    },
  );

  it('is refused at any address but /ws', async () => {
    const { status, problem } = await upgradeRefused(
      `ws://localhost:${String(server.doors.api)}/other`,
      `http://localhost:${String(server.doors.dashboard)}`,
    );
    expect(status).toBe(404);
    expect(problem).toMatchObject({ code: 'not_found' });
  });
});

describe('viewers that never read', () => {
  it('cost those beside them nothing', async () => {
    const sleepers = await Promise.all(
      Array.from({ length: 10 }, () => sleeper(server.doors.api, `/ws?hub=${good.hub}`)),
    );
    await good.expectExact();
    // From its first second on: before it, frames follow the clock.
    const known = beside.frames.filter(({ current }) => current['throughput_ops_sec'] !== null);
    const ticks = [...new Set(known.map(({ current }) => current.timestamp))];
    const [first = 0, last = 0] = [ticks[0], ticks.at(-1)];
    expect(ticks).toEqual(
      Array.from({ length: (last - first) / 1000 + 1 }, (_, index) => first + index * 1000),
    );
    for (const each of sleepers) each.destroy();
    expect(server.process.stderr).toEqual([]);
  });

  it('begin again with what is now when they wake', async () => {
    const viewer = await PlainViewer.connect(`${server.ws}?hub=${good.hub}`);
    viewer.socket.pause();
    const before = viewer.frames.length;
    const now = Date.now();
    await beside.frame('some seconds have passed', ({ current }) => current.timestamp > now + 3000);
    viewer.socket.resume();
    await eventually({ what: 'a fresh frame', ...patience }, () =>
      viewer.frames.slice(before).some(({ current }) => current.timestamp > now + 3000) ? true : null,
    );
    viewer.close();
  });
});

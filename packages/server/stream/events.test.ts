import { createServer, type IncomingMessage, type Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hubId } from '@hubscope/core/signal';
import { HubscopeError, liveFrame, plainFrame, type LiveFrame } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { House } from './testing/house.js';
import { markerOf, secondEvent, start } from './testing/scene.js';

interface Told {
  readonly id: string | null;
  readonly data: unknown;
}

/** A client of server-sent events that keeps what it was told. */
class Listener {
  readonly told: Told[] = [];
  #rest = '';
  #waiting: { enough: () => boolean; resolve: () => void }[] = [];

  constructor(readonly response: IncomingMessage) {
    response.on('error', () => undefined);
    response.on('data', (chunk: Buffer) => {
      const parts = (this.#rest + chunk.toString()).split('\n\n');
      this.#rest = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data !== undefined)
          this.told.push({ id: /^id: (.*)$/m.exec(part)?.[1] ?? null, data: JSON.parse(data) });
      }
      for (const { enough, resolve } of this.#waiting) if (enough()) resolve();
      this.#waiting = this.#waiting.filter(({ enough }) => !enough());
    });
  }

  get frames(): LiveFrame[] {
    return this.told.map(({ data }) => liveFrame.parse(data));
  }

  get types(): string[] {
    return this.frames.map(({ type }) => type);
  }

  until(enough: () => boolean): Promise<void> {
    if (enough()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ enough, resolve }));
  }
}

let house: House;
let server: Server;

beforeEach(async () => {
  house = await new House().open();
  server = createServer((asked, response) => {
    const { searchParams } = new URL(asked.url ?? '/', 'http://localhost');
    const hub = searchParams.get('hub');
    const own = searchParams.get('own');
    try {
      house.stream.openEvents(response, {
        form: searchParams.get('form') === 'plain' ? 'plain' : 'live',
        grant: {
          who: null,
          scopes: ['read'],
          hubs: own === null ? null : [own],
          expiresAt: null,
          ended: false,
        },
        hub: hub === null ? null : hubId(hub),
        lastEventId: (asked.headers['last-event-id'] as string | undefined) ?? null,
        headers: { 'x-own': 'kept' },
      });
    } catch (error) {
      response.writeHead(error instanceof HubscopeError ? error.status : 500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await house.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answer(path = '/', headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    request({ port, path, headers }, resolve).on('error', reject).end();
  });
}

const listen = async (path?: string, headers?: Record<string, string>): Promise<Listener> =>
  new Listener(await answer(path, headers));

describe('who may see some hubs', () => {
  it('is refused another by name, and gets none of it by where it was', async () => {
    house.stream.publish(secondEvent('bank', start - 1, { throughput: 7 }));
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 1 }));
    expect((await answer('/?own=shop&hub=bank')).statusCode).toBe(403);
    const there = await listen('/?hub=bank');
    await there.until(() => there.types.includes('snapshot'));
    const id = there.told.at(-1)?.id ?? '';
    expect(id).toContain('bank');
    const moved = await listen('/?own=shop', { 'last-event-id': id });
    await moved.until(() => moved.types.includes('snapshot'));
    expect(moved.frames.map((frame) => ('hub' in frame ? frame.hub : null))).not.toContain('bank');
    expect(JSON.stringify(moved.frames)).not.toContain('bank');
  });
});

describe('server-sent events', () => {
  it('tell what a WebSocket of the live form does: hello, the hubs, a snapshot at once, then each second', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 7 }));
    const client = await listen();
    await client.until(() => client.told.length >= 3);
    // In one go: each message is an event of its own all the same.
    house.stream.publish(secondEvent('shop', start, { throughput: 8 }), {
      type: 'marker',
      marker: markerOf('shop', 'm', start),
    });
    await client.until(() => client.told.length >= 5);
    expect(client.types).toEqual(['hello', 'hubs', 'snapshot', 'tick', 'marker']);
    expect(client.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-own': 'kept',
    });
    expect(client.told.map(({ id }) => id?.split(' ').slice(1) ?? null)).toEqual([
      null,
      null,
      ['1', 'shop'],
      ['2', 'shop'],
      ['3', 'shop'],
    ]);
    // Nothing more comes after the wait that a WebSocket is given to ask.
    house.time.pass(100);
    expect(house.stream.viewers()).toBe(1);
    expect(client.types.filter((type) => type === 'snapshot')).toHaveLength(1);
  });

  it('go on where a client was that shows its last id, of the same hub', async () => {
    house.stream.publish(secondEvent('shop', start - 3, { throughput: 1 }));
    const first = await listen();
    await first.until(() => first.told.length >= 3);
    house.stream.publish(secondEvent('shop', start - 2, { throughput: 2 }));
    await first.until(() => first.told.length >= 4);
    const lastId = first.told.at(-1)?.id ?? '';
    first.response.destroy();
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 3 }));
    const back = await listen('/', { 'last-event-id': lastId });
    await back.until(() => back.told.length >= 3);
    expect(back.types).toEqual(['hello', 'hubs', 'tick']);
    expect(back.frames.at(-1)).toMatchObject({ second: start - 1 });
  });

  it.each([
    ['an id of another life of the server', () => `other 1 shop`],
    ['an id that is none', () => 'x'.repeat(3000)],
    ['an id cut in the middle of a name', () => 'other 1 %E0%A4%A'],
  ])('begin anew for %s', async (_, id) => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 7 }));
    const client = await listen('/?hub=shop', { 'last-event-id': id() });
    await client.until(() => client.told.length >= 3);
    expect(client.types).toEqual(['hello', 'hubs', 'snapshot']);
  });

  it('begin anew for who was at another hub', async () => {
    for (const hub of ['shop', 'bank']) house.stream.publish(secondEvent(hub, start - 1, { throughput: 7 }));
    const first = await listen('/?hub=bank');
    await first.until(() => first.told.length >= 3);
    const client = await listen('/?hub=shop', { 'last-event-id': first.told.at(-1)?.id ?? '' });
    await client.until(() => client.told.length >= 3);
    expect(client.frames.at(-1)).toMatchObject({ type: 'snapshot', hub: 'shop' });
  });

  it('come in the plain form too', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 7 }));
    const client = await listen('/?form=plain&hub=shop');
    await client.until(() => client.told.length >= 1);
    expect(plainFrame.parse(client.told[0]?.data).current.throughput_ops_sec).toBe(7);
  });

  it('say that the server is there where nothing else is said', async () => {
    const client = await listen('/?hub=quiet');
    await client.until(() => client.told.length >= 3);
    house.time.pass(6000);
    await client.until(() => client.types.includes('pong'));
  });

  it('count as viewers, and are refused past as many as there may be', async () => {
    await house.close();
    house = await new House({ maxViewers: () => 1 }).open();
    const client = await listen('/?hub=shop');
    await client.until(() => client.told.length > 0);
    expect((await answer('/?hub=shop')).statusCode).toBe(503);
    const gone = new Promise((resolve) => client.response.once('close', resolve));
    client.response.destroy();
    await gone;
  });

  it('end with the server, and with the right of the viewer', async () => {
    const client = await listen('/?hub=shop');
    await client.until(() => client.told.length > 0);
    const ended = new Promise((resolve) => client.response.once('end', resolve));
    const stopped = house.stream.stop();
    await Promise.all([ended, stopped]);
    expect(house.stream.viewers()).toBe(0);
  });

  it('leave the connection to a client that read to their end', async () => {
    const client = await listen('/?hub=shop');
    const { localPort } = client.response.socket;
    const ended = new Promise((resolve) => client.response.once('end', resolve));
    await Promise.all([ended, house.stream.stop()]);
    house.time.pass(2000);
    const next = await answer('/?hub=shop');
    next.resume();
    expect([next.statusCode, next.socket.localPort]).toEqual([503, localPort]);
  });
});

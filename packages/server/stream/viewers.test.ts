import { request } from 'node:http';
import type { Socket } from 'node:net';
import { liveProtocol, plainFrame, problem } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Client } from './testing/house.js';
import { House } from './testing/house.js';
import { secondEvent, start, type Sample } from './testing/scene.js';

let house: House;
beforeEach(async () => {
  house = await new House().open();
});
afterEach(() => house.close());

/** Knocks, and answers how it was refused. */
function refusal(
  path: string,
  headers: Record<string, string> = {},
): Promise<[number, string, string | undefined]> {
  return new Promise((resolve, reject) => {
    const knock = request({
      port: house.port,
      path,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    knock.on('upgrade', () => {
      reject(new Error('let in'));
    });
    knock.on('response', (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        expect(response.headers['content-type']).toBe('application/problem+json');
        const { code, status } = problem.parse(JSON.parse(body));
        expect(status).toBe(response.statusCode);
        resolve([status, code, response.headers['retry-after']]);
      });
    });
    knock.on('error', reject);
    knock.end();
  });
}

/** Stops reading, so that what the server sends piles up. */
function sleep(client: Client): Socket {
  // ws keeps its socket to itself; a client that does not read can be had no other way.
  const { _socket: socket } = client.ws as unknown as { _socket: Socket };
  socket.pause();
  return socket;
}

const errorsOf = ({ received }: Client): string[] =>
  received.flatMap((frame) => {
    const { error } = frame as { error?: { code: string } };
    return error === undefined ? [] : [error.code];
  });

describe('who is let in', () => {
  it('refuses a page of a foreign origin, and lets in its own and programs', async () => {
    expect(await refusal('/ws', { origin: 'http://evil.example' })).toEqual([
      403,
      'forbidden_origin',
      undefined,
    ]);
    expect(await refusal('/ws', { origin: 'null' })).toEqual([403, 'forbidden_origin', undefined]);
    await house.dial('/ws', undefined, 'http://localhost:3000').opened();
    await house.dial('/ws').opened();
    expect(house.stream.stats()).toMatchObject({ refused: 2, viewers: 2 });
  });

  it('knows no other address', async () => {
    expect(await refusal('/other')).toEqual([404, 'not_found', undefined]);
  });

  it('refuses one more viewer than there are places, says when to come back, and gives a place that is free', async () => {
    await house.close();
    house = await new House({ maxViewers: () => 1, random: () => 0.5 }).open();
    const first = await house.plain();
    expect(await refusal('/ws')).toEqual([503, 'too_many_viewers', '6']);
    first.ws.close();
    await first.closed();
    await expect.poll(() => house.stream.viewers()).toBe(0);
    await (await house.plain()).count(1);
  });
});

describe('one message for all', () => {
  it('is encoded once for 100 viewers who want the same', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 1 }));
    const clients = await Promise.all(Array.from({ length: 100 }, () => house.plain()));
    await Promise.all(clients.map((client) => client.count(1)));
    const before = house.stream.stats();
    house.stream.publish(secondEvent('shop', start, { throughput: 2 }));
    await Promise.all(clients.map((client) => client.count(2)));
    const after = house.stream.stats();
    expect(after.encodes - before.encodes).toBe(1);
    expect(after.framesSent - before.framesSent).toBe(100);
  });

  it('is encoded once for each form and each wish', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 1 }));
    await house.plain();
    for (const signals of [null, ['throughput'], ['throughput'], ['memory']]) {
      const client = await house.live();
      client.send({ action: 'subscribe', hub: 'shop', signals });
      await client.count(3);
    }
    const before = house.stream.stats().encodes;
    house.stream.publish(secondEvent('shop', start, { throughput: 2 }));
    expect(house.stream.stats().encodes - before).toBe(4);
  });
});

describe('messages that can’t be understood', () => {
  const bad: [string, unknown, string][] = [
    ['no JSON', 'hello', 'malformed_message'],
    ['a number', '7', 'malformed_message'],
    ['an array', '[]', 'malformed_message'],
    ['no action', '{}', 'malformed_message'],
    ['an unknown action', { action: 'reboot' }, 'unknown_action'],
    ['a missing field', { action: 'acknowledge_alert' }, 'invalid_request'],
    ['a wrong type', { action: 'acknowledge_alert', data: { alert_id: 7 } }, 'invalid_request'],
    ['bytes', Buffer.from('{"action":"ping"}'), 'malformed_message'],
    ['a message over the limit', `"${'x'.repeat(20_000)}"`, 'message_too_large'],
    ['a prototype', '{"action":"__proto__"}', 'unknown_action'],
  ];

  it.each(bad)('cost their sender an error and nothing more: %s', async (_, message, code) => {
    for (const client of [await house.plain(), await house.live()]) {
      client.ws.send(
        typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message),
      );
      await client.until(() => errorsOf(client).length === 1);
      expect(errorsOf(client)).toEqual([code]);
      client.send({ action: 'ping' });
      await client.until((received) => JSON.stringify(received.at(-1)).includes('pong'));
    }
  });

  it('are not understood for an unknown signal', async () => {
    const client = await house.live();
    client.send({ action: 'subscribe', hub: null, signals: ['nonsense'] });
    await client.until(() => errorsOf(client).length === 1);
    expect(errorsOf(client)).toEqual(['unknown_signal']);
  });

  it('close the connection, and only that one, past the hard limit', async () => {
    const other = await house.plain();
    const client = await house.plain();
    client.ws.send('x'.repeat(70_000));
    expect(await client.closed()).toBe(1009);
    other.send({ action: 'ping' });
    await other.until((received) => JSON.stringify(received.at(-1)).includes('pong'));
    expect(house.stream.stats()).toMatchObject({ viewers: 1, badMessages: 1 });
  });

  it('are answered at a bounded rate', async () => {
    const client = await house.plain();
    await client.count(1);
    for (let sent = 0; sent < 5000; sent += 1) client.send('nonsense');
    await client.settled();
    const { length } = errorsOf(client);
    expect(length).toBeGreaterThan(5);
    expect(length).toBeLessThan(50);
    expect(errorsOf(client).filter((code) => code === 'too_many_requests')).toHaveLength(1);
    house.time.pass(5000);
    client.send({ action: 'ping' });
    await client.until((received) => JSON.stringify(received.at(-1)).includes('pong'));
  });
});

describe('a failure of the server', () => {
  it('costs the one request that met it, and is told of once', async () => {
    await house.close();
    const errors: unknown[] = [];
    house = await new House({
      ports: {
        rulesFor: () => [],
        hubOf: () => null,
        otlpHttpPort: () => null,
        otlpHttpTls: false,
        acknowledge: () => {
          throw new Error('the store is gone');
        },
        note: () => undefined,
      },
      onError: (error) => errors.push(error),
    }).open();
    const client = await house.plain();
    client.send({ action: 'acknowledge_alert', data: { alert_id: 'a' } });
    client.send({ action: 'ping' });
    await client.until((received) => JSON.stringify(received.at(-1)).includes('pong'));
    expect(errorsOf(client)).toEqual(['internal']);
    expect(JSON.stringify(client.received)).not.toContain('store');
    expect(errors).toHaveLength(1);
  });
});

describe('a viewer that does not read', () => {
  /** A second of a hub with so many components that its frames fill a socket soon. */
  function heavy(at: number): ReturnType<typeof secondEvent> {
    const of: Sample = { throughput: at % 1000, memory: at % 977, latencies: [at % 911] };
    const components = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`agent:${'long name '.repeat(10)}${String(index)}`, of]),
    );
    return secondEvent('shop', at, of, components);
  }

  it('is skipped without being buffered, and gets a snapshot when it reads again', async () => {
    house.stream.publish(heavy(start));
    const awake = await house.live();
    const asleep = await house.live();
    for (const client of [awake, asleep]) {
      client.send({ action: 'subscribe', hub: 'shop' });
      await client.count(3);
    }
    const socket = sleep(asleep);
    let at = start;
    while (house.stream.stats().skipped < 20) {
      at += 1;
      expect(at).toBeLessThan(start + 2000);
      house.stream.publish(heavy(at));
      const ticks = at - start;
      await awake.count(3 + ticks);
    }
    const read = asleep.received.length;
    socket.resume();
    const woken = (): boolean =>
      asleep.received.slice(read).some((frame) => (frame as { type: string }).type === 'snapshot');
    await expect
      .poll(() => {
        house.time.pass(250);
        return woken();
      })
      .toBe(true);
    house.stream.publish(heavy(at + 1));
    await asleep.until((received) => (received.at(-1) as { second?: number }).second === at + 1);
    const seqs = asleep.received.map((frame) => (frame as { seq?: number }).seq ?? 0);
    const snapshotAt = asleep.received.findLastIndex(
      (frame) => (frame as { type: string }).type === 'snapshot',
    );
    expect(seqs.slice(snapshotAt)).toEqual([at - start + 1, at - start + 2]);
    // The one that reads got every tick.
    const ticks = (): number =>
      awake.received.filter((frame) => (frame as { type: string }).type === 'tick').length;
    await awake.until(() => ticks() === at - start + 1);
  });

  it('is ended when it has answered nothing for 90 s, and those that answer stay', async () => {
    const awake = await house.plain();
    const asleep = await house.plain();
    await asleep.count(1);
    sleep(asleep);
    for (let passed = 0; passed < 120; passed += 15) {
      house.time.pass(15_000);
      await awake.settled();
    }
    await expect.poll(() => house.stream.stats()).toMatchObject({ died: 1, viewers: 1 });
    expect(awake.ws.readyState).toBe(WebSocket.OPEN);
  });

  it.each([3_600_000, -3_600_000])('is not ended by a clock that leaps by %i ms', async (leap) => {
    const viewer = await house.plain();
    house.time.pass(1000);
    house.time.clock.advance(leap);
    for (let passed = 0; passed < 120; passed += 15) {
      house.time.pass(15_000);
      await viewer.settled();
    }
    expect(house.stream.stats()).toMatchObject({ died: 0, viewers: 1 });
  });
});

describe('stopping', () => {
  it('says good-bye with 1001 and lets nobody in any more', async () => {
    const plain = await house.plain();
    const live = await house.live();
    const codes = Promise.all([plain.closed(), live.closed()]);
    await house.stream.stop();
    expect(await codes).toEqual([1001, 1001]);
    expect(await refusal('/ws')).toEqual([503, 'not_ready', expect.stringMatching(/^\d+$/)]);
  });

  it('does not wait for one that does not answer', async () => {
    const client = await house.plain();
    await client.count(1);
    sleep(client);
    const stopped = house.stream.stop();
    house.time.pass(2000);
    await stopped;
    await expect.poll(() => house.stream.viewers()).toBe(0);
  });
});

describe('the subprotocol', () => {
  it('chooses the form, among others that are offered', async () => {
    const live = house.dial('/ws', liveProtocol);
    await live.opened();
    expect(live.ws.protocol).toBe(liveProtocol);
    const plain = await house.plain();
    await plain.count(1);
    expect(plain.ws.protocol).toBe('');
    expect(plainFrame.safeParse(plain.received[0]).success).toBe(true);
  });
});

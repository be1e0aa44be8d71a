import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { Draining } from './draining.js';

const opened: Server[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.closeAllConnections();
});

/** @param came called as each request comes */
async function listening(
  listener: RequestListener,
  came = (): void => undefined,
): Promise<{ draining: Draining; port: number }> {
  const draining = new Draining();
  const server = draining.server(listener, (seen) => createServer(seen).on('request', came));
  opened.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { draining, port: (server.address() as AddressInfo).port };
}

/** A connection, and all that came on it, until it ended. */
class Client {
  heard = '';
  readonly closed: Promise<unknown>;
  readonly #socket: Socket;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setEncoding('utf8').on('data', (text: string) => (this.heard += text));
    this.closed = once(this.#socket, 'close');
  }

  say(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(text, () => {
        resolve();
      });
    });
  }

  async hear(text: string): Promise<void> {
    while (!this.heard.includes(text)) await once(this.#socket, 'data');
  }
}

const get = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';

it('answers what is under way, closes what is idle at once, and lets nobody in', async () => {
  let answer = (): void => undefined;
  let asked = (): void => undefined;
  const here = new Promise<void>((resolve) => (asked = resolve));
  const { draining, port } = await listening((request, response) => {
    if (request.url === '/now') response.end('at once');
    else {
      answer = () => response.end('whole');
      asked();
    }
  });
  const [idle, busy] = [new Client(port), new Client(port)];
  await idle.say(get.replace('/', '/now'));
  await idle.hear('at once');
  await busy.say(get);
  await here;
  const ended = draining.end(60_000);
  await idle.closed;
  const late = new Client(port);
  await expect(late.closed).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  answer();
  await busy.closed;
  expect(busy.heard).toMatch(/connection: close/i);
  expect(busy.heard).toContain('whole');
  await ended;
});

it('tells who asks on a connection whose answer had begun, and closes it', async () => {
  let finish = (): void => undefined;
  let asked = (): void => undefined;
  const { draining, port } = await listening(
    (_, response) => {
      response.write('begun');
      finish = () => response.end('done');
    },
    () => {
      asked();
    },
  );
  const client = new Client(port);
  await client.say(get);
  await client.hear('begun');
  const ended = draining.end(60_000);
  const again = new Promise<void>((resolve) => (asked = resolve));
  await client.say(get);
  await again;
  finish();
  await client.closed;
  await ended;
  const [first, second] = client.heard.split('HTTP/1.1 ').slice(1);
  expect(first).toContain('done');
  expect(second).toMatch(/^503 /);
  expect(second).toContain('"code":"not_ready"');
  expect(second).toMatch(/retry-after: 2/i);
});

it('closes what has no answer when its time is over', async () => {
  let asked = (): void => undefined;
  const here = new Promise<void>((resolve) => (asked = resolve));
  const { draining, port } = await listening(() => {
    asked();
  });
  const [client, silent] = [new Client(port), new Client(port)];
  await client.say(get);
  await silent.say('GET / HT');
  await here;
  await draining.end(1);
  // By a reset where something that came was not read any more.
  await Promise.allSettled([client.closed, silent.closed]);
  expect(client.heard).toBe('');
});

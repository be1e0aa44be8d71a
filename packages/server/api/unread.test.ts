import { connect, type AddressInfo, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiServerOptions, createApi } from './api.js';
import { Fake, now } from './testing/fake.js';

const patienceMs = 100;

let app: FastifyInstance;
let client: Socket;
/** The server's end of the connection. */
let served: Promise<Socket>;

/** Asks for something on a connection of its own, and reads nothing of the answer. */
function ask(path: string): void {
  const { port } = app.server.address() as AddressInfo;
  client = connect(port, '127.0.0.1');
  client.pause();
  client.on('error', () => undefined);
  client.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
}

beforeEach(async () => {
  app = Fastify(apiServerOptions);
  served = new Promise((resolve) => app.server.once('connection', resolve));
});
afterEach(async () => {
  client.destroy();
  await app.close();
});

describe('a client', () => {
  it('that does not read what it asked for is shown out', async () => {
    await app.register(createApi(new Fake().ports, patienceMs));
    await app.listen({ port: 0, host: '127.0.0.1' });
    // A month of seconds: more than a socket takes.
    ask(`/api/v1/export?hub=shop&from=${String(now - 2_592_000_000)}&to=${String(now)}`);
    const socket = await served;
    await new Promise((resolve) => socket.once('close', resolve));
    expect(socket.bytesWritten).toBeGreaterThan(0);
  });

  it('that waits for an answer which takes long gets it', async () => {
    const fake = new Fake();
    const { archive } = fake.ports;
    await app.register(
      createApi(
        {
          ...fake.ports,
          archive: {
            ...archive,
            sizes: async () => {
              const socket = await served;
              await new Promise((resolve) => socket.once('timeout', resolve));
              return archive.sizes();
            },
          },
        },
        patienceMs,
      ),
    );
    await app.listen({ port: 0, host: '127.0.0.1' });
    ask('/api/v1/storage');
    const answer = new Promise<string>((resolve) =>
      client.once('data', (told: Buffer) => {
        resolve(told.toString());
      }),
    );
    client.resume();
    expect(await answer).toContain('HTTP/1.1 200');
  });
});

import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serve, type Served } from '../bench/harness/server.js';

let server: Served | null = null;
afterAll(async () => {
  await server?.process.stop();
});

/** What is loaded before the server, and throws where nobody catches as soon as it is asked to. */
const thrower = `process.on('SIGUSR2', () => setImmediate(() => { throw new Error('of a library'); }));`;

it('a server that met what nobody expected says what, tells its viewers, and ends with 70', async () => {
  server = await serve({
    args: ['serve', '--log-format', 'json'],
    via: [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(thrower)}`],
  });
  const viewer = new WebSocket(server.ws);
  await once(viewer, 'message');
  const closed = once(viewer, 'close');
  server.process.kill('SIGUSR2');
  expect(await closed).toMatchObject([1001, expect.anything()]);
  expect(await server.process.exit(5000)).toEqual({ code: 70, signal: null });
  const lines = server.process.stderr.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([{ level: 'error', code: 'broken' }]);
  expect(JSON.stringify(lines)).toContain('of a library');
});

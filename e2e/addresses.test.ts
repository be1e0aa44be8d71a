import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serve, type Served } from '../bench/harness/server.js';

/** What `localhost` may be for whoever sends or looks: both, where this machine has IPv6. */
const addresses = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .map(({ address }) => address)
  .filter((address) => address === '127.0.0.1' || address === '::1');

let server: Served;
beforeAll(async () => {
  server = await serve();
});
afterAll(async () => {
  await server.process.stop();
});

describe.each(addresses)('at %s', (address) => {
  const at = (port: number, path: string): string =>
    `http://${address.includes(':') ? `[${address}]` : address}:${String(port)}${path}`;

  it('are the dashboard and the API', async () => {
    const { dashboard, api } = server.doors;
    for (const url of [at(dashboard, '/dashboard'), at(dashboard, '/healthz'), at(api, '/healthz')])
      expect([url, (await fetch(url)).status]).toEqual([url, 200]);
  });

  it('are viewers of both doors', async () => {
    for (const port of [server.doors.dashboard, server.doors.api]) {
      const viewer = new WebSocket(at(port, '/ws').replace('http', 'ws'));
      await once(viewer, 'open');
      viewer.close();
    }
  });

  it('is telemetry over HTTP and gRPC', async () => {
    const { otlpHttp, otlpGrpc } = server.doors;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(at(otlpHttp, '/v1/traces'), { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(200);
    const socket = connect(otlpGrpc, address);
    await once(socket, 'connect');
    socket.destroy();
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { config } from '@hubscope/core/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Hubscope } from './hubscope.js';
import { clientAddresses } from './proxies.js';

const authorization = 'Bearer wrong';
const asIs = (bytes: Buffer): Buffer => bytes;
let folder: string;
let hubscope: Hubscope;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubscope-proxies-'));
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: -1 };
  const settings = { ...ports, access: 'always', trusted_proxies: ['127.0.0.1', '::1'] };
  hubscope = await Hubscope.start({
    config: config.parse({ ...settings, data: join(folder, 'data') }),
    dashboard: null,
    version: 'test',
  });
});
afterAll(async () => {
  await hubscope.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What who guesses a key behind the proxy is answered: whether it has to wait. */
const doors: Record<string, (client: string) => Promise<boolean>> = {
  'OTLP over HTTP': async (client) => {
    const url = `http://127.0.0.1:${String(hubscope.doors.otlpHttp)}/v1/traces`;
    const headers = { authorization, 'x-forwarded-for': client };
    return (await fetch(url, { method: 'POST', headers })).status === 429;
  },
  'OTLP over gRPC': (client) => {
    const caller = new Client(`127.0.0.1:${String(hubscope.doors.otlpGrpc)}`, credentials.createInsecure());
    const shown = new Metadata();
    shown.set('authorization', authorization);
    shown.set('x-forwarded-for', client);
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    return new Promise((resolve) => {
      caller.makeUnaryRequest(path, asIs, asIs, Buffer.alloc(0), shown, (error) => {
        caller.close();
        resolve(error?.code === status.RESOURCE_EXHAUSTED);
      });
    });
  },
  '/ws': (client) => {
    const headers = { authorization, 'x-forwarded-for': client };
    const viewer = new WebSocket(`ws://127.0.0.1:${String(hubscope.doors.api)}/ws`, { headers });
    return new Promise((resolve) => {
      viewer
        .on('error', () => undefined)
        .on('unexpected-response', (_request, response) => {
          viewer.terminate();
          resolve(response.statusCode === 429);
        });
    });
  },
};

it.each(Object.keys(doors).map((door, index) => [door, `203.0.113.${String(index + 1)}`] as const))(
  'who guesses keys at %s behind a trusted proxy has to wait, and nobody else behind it',
  async (door, guesser) => {
    const ask = doors[door];
    if (ask === undefined) throw new Error(door);
    const waits: boolean[] = [];
    for (let tries = 0; tries < 11; tries += 1) waits.push(await ask(guesser));
    expect([waits[0], waits.at(-1), await ask(`198.51.100.${guesser.slice(-1)}`)]).toEqual([
      false,
      true,
      false,
    ]);
  },
);

it('believes no header of who is no trusted proxy', () => {
  expect(clientAddresses(() => [])('10.0.0.1', '203.0.113.1')).toBe('10.0.0.1');
  expect(clientAddresses(() => ['10.0.0.2'])('10.0.0.1', '203.0.113.1')).toBe('10.0.0.1');
  expect(() => clientAddresses(() => ['nowhere'])).toThrow('trusted_proxies');
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { config, doctorAnswer, type Config } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ConfigError, Hubscope } from './hubscope.js';
import { certificate, type Certificate } from './notify/testing/receiver.js';

const traceExport = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const asIs = (bytes: Buffer): Buffer => bytes;

let folder: string;
let settings: Config;
let own: Certificate;
let hubscope: Hubscope | null = null;
const clients: { close(): void }[] = [];

async function write({ cert, key }: Certificate): Promise<void> {
  await writeFile(join(folder, 'cert.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubscope-tls-'));
  own = await certificate();
  await write(own);
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: -1 };
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  settings = config.parse({ ...ports, tls, data: join(folder, 'data'), access: 'always', public_view: true });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await hubscope?.stop();
  hubscope = null;
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<Hubscope> {
  hubscope = await Hubscope.start({ config: settings, dashboard: null, version: 'test' });
  return hubscope;
}

interface Answered {
  readonly status: number | undefined;
  readonly cookie: readonly string[];
  readonly body: string;
}

/** A request by HTTPS of who trusts this certificate alone. */
function ask(port: number, path: string, options: RequestOptions = {}, body = ''): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: 'localhost', port, path, ca: own.cert, agent: false, ...options },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          const { statusCode: status, headers } = response;
          resolve({ status, cookie: headers['set-cookie'] ?? [], body: text });
        });
      },
    );
    sent.on('error', reject).end(body);
  });
}

function grpc(server: Hubscope): (body: Buffer) => Promise<Buffer | ServiceError> {
  const trust = credentials.createSsl(Buffer.from(own.cert));
  const client = new Client(`localhost:${String(server.doors.otlpGrpc)}`, trust);
  clients.push(client);
  const shown = new Metadata();
  shown.set('authorization', keyed(server));
  return (body) =>
    new Promise((resolve) => {
      client.makeUnaryRequest(traceExport, asIs, asIs, body, shown, (error, answer) => {
        resolve(error ?? answer ?? Buffer.alloc(0));
      });
    });
}

/** The certificate that a new connection is shown. */
function shown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ port, host: 'localhost', rejectUnauthorized: false }, () => {
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      resolve(fingerprint256);
    });
    socket.on('error', reject);
  });
}

/** A key may send telemetry: the server asks for one. */
const keyed = (server: Hubscope): string => `Bearer ${server.access.secretFor('test', ['ingest', 'read'])}`;

describe('a server with a certificate', () => {
  it('speaks TLS at the doors for people, programs and telemetry', async () => {
    const server = await start();
    const { dashboard, api, otlpHttp } = server.doors;
    const headers = { authorization: keyed(server), 'content-type': 'application/json' };
    expect(await ask(dashboard, '/api/v1/hubs')).toMatchObject({ status: 200 });
    expect(await ask(api, '/api/v1/hubs')).toMatchObject({ status: 200 });
    expect(await ask(otlpHttp, '/v1/traces', { method: 'POST', headers }, '{}')).toMatchObject({
      status: 200,
    });
    const viewer = new WebSocket(`wss://localhost:${String(api)}/ws`, { ca: own.cert });
    clients.push(viewer);
    await new Promise((resolve) => viewer.once('message', resolve));
  });

  it('takes gRPC within TLS', async () => {
    const server = await start();
    const call = grpc(server);
    expect(await call(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  });

  it('sends sessions over TLS only', async () => {
    const server = await start();
    const link = server.access.firstLink();
    const body = JSON.stringify({ link, name: 'Ada', password: 'correct horse battery' });
    const options = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const { status, cookie } = await ask(server.doors.dashboard, '/api/v1/session/first', options, body);
    expect([status, cookie]).toEqual([201, [expect.stringContaining('; Secure')]]);
  });

  it('lets its own pages change things, which are https now', async () => {
    const server = await start();
    const post = (origin: string): Promise<Answered> => {
      const headers = { origin, 'content-type': 'application/json' };
      const body = JSON.stringify({ name: 'Ada', password: 'wrong' });
      return ask(server.doors.dashboard, '/api/v1/session', { method: 'POST', headers }, body);
    };
    const port = String(server.doors.dashboard);
    expect(await post(`https://localhost:${port}`)).toMatchObject({ status: 401 });
    expect(await post(`http://localhost:${port}`)).toMatchObject({ status: 403 });
  });

  it('tells the doctor who speaks to it without TLS', async () => {
    const server = await start();
    const { otlpHttp, otlpGrpc, api } = server.doors;
    await fetch(`http://localhost:${String(otlpHttp)}/v1/traces`, { method: 'POST' }).catch(() => null);
    const plain = new Client(`localhost:${String(otlpGrpc)}`, credentials.createInsecure());
    clients.push(plain);
    plain.waitForReady(Date.now() + 2000, () => undefined);
    await vi.waitUntil(
      async () => {
        const { findings } = doctorAnswer.parse(JSON.parse((await ask(api, '/api/v1/doctor')).body));
        return findings.filter(({ code }) => code === 'plain_on_tls').length === 2;
      },
      { timeout: 10_000 },
    );
  });

  it('takes telemetry without TLS of what it starts itself', async () => {
    const server = await start();
    const answer = await fetch(`http://127.0.0.1:${String(await server.insidePort())}/v1/traces`, {
      method: 'POST',
      headers: { authorization: keyed(server), 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(200);
  });
});

describe('a certificate that is replaced', () => {
  it('is shown to who connects from then on, and ends nobody’s connection', async () => {
    const server = await start();
    const ports = Object.values(server.doors) as number[];
    const before = await Promise.all(ports.map(shown));
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: own.cert });
    clients.push({
      close: () => {
        agent.destroy();
      },
    });
    const sockets = new Set<unknown>();
    agent.on('free', (socket) => sockets.add(socket));
    await ask(server.doors.api, '/api/v1/hubs', { agent });
    const call = grpc(server);
    await call(Buffer.alloc(0));
    const viewer = new WebSocket(`wss://localhost:${String(server.doors.api)}/ws`, { ca: own.cert });
    clients.push(viewer);
    await new Promise((resolve) => viewer.once('message', resolve));

    await write(await certificate());
    expect(await server.reconfigure(settings)).toEqual({ applied: ['tls'], atStart: [] });
    const after = await Promise.all(ports.map(shown));
    expect(new Set(before).size).toBe(1);
    expect(new Set(after).size).toBe(1);
    expect(after[0]).not.toBe(before[0]);

    expect(await ask(server.doors.api, '/api/v1/hubs', { agent })).toMatchObject({ status: 200 });
    expect(sockets.size).toBe(1);
    expect(await call(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
    const pong = new Promise((resolve) => viewer.once('pong', resolve));
    viewer.ping();
    await pong;
    // Who trusts the one before alone is not let down silently.
    await expect(ask(server.doors.api, '/api/v1/hubs')).rejects.toThrow();
    expect(await server.reconfigure(settings)).toEqual({ applied: [], atStart: [] });
  });

  it('stays as it was where the new one can’t be used', async () => {
    const server = await start();
    const before = await shown(server.doors.api);
    const { key } = await certificate();
    await writeFile(join(folder, 'key.pem'), key);
    await expect(server.reconfigure(settings)).rejects.toThrow(/key\.pem is not that of the certificate/);
    expect(await shown(server.doors.api)).toBe(before);
  });
});

describe('a start with a certificate that can’t be used', () => {
  it.each([
    ['is not there', async () => rm(join(folder, 'cert.pem')), /^tls\.cert: .*cert\.pem can't be read/],
    [
      'is none',
      async () => writeFile(join(folder, 'cert.pem'), 'hello'),
      /^tls\.cert: .*cert\.pem holds no certificate/,
    ],
    [
      'has no key',
      async () => writeFile(join(folder, 'key.pem'), own.cert),
      /^tls\.key: .*key\.pem holds no private key/,
    ],
    [
      'has another’s key',
      async () => writeFile(join(folder, 'key.pem'), (await certificate()).key),
      /^tls: the key in .*key\.pem is not that of/,
    ],
  ])('says which file it is where it %s', async (_, spoil, words) => {
    await spoil();
    const failure: unknown = await start().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as Error).message).toMatch(words);
  });
});

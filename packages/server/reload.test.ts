import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config } from '@hubscope/core/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Hubscope } from './hubscope.js';

const first = 'first'.padEnd(40, '1');
const second = 'second'.padEnd(40, '2');
let folder: string;
let hubscope: Hubscope;
/** As the file has it. */
let written: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubscope-reload-'));
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: -1 };
  const access = { access: 'always', admin_key: first };
  written = { ...ports, ...access, data: join(folder, 'data') };
  hubscope = await Hubscope.start({ config: config.parse(written), dashboard: null, version: 'test' });
});
afterAll(async () => {
  await hubscope.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Takes the configuration of the start with these changes. */
function reload(changes: Readonly<Record<string, unknown>>): ReturnType<Hubscope['reconfigure']> {
  return hubscope.reconfigure(config.parse({ ...written, ...changes }));
}

/** @returns the status of a list of hubs */
async function asked(headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const url = `http://127.0.0.1:${String(hubscope.doors.api)}/api/v1/hubs`;
  return (await fetch(url, { headers })).status;
}

const as = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

interface Asked {
  /** 101 where a viewer is let in. */
  readonly status: number;
  /** With what it was closed. */
  readonly closed: Promise<number>;
  /** Resolves once the server knows. */
  readonly leave: () => Promise<number>;
}

function viewed(headers: Readonly<Record<string, string>>): Promise<Asked> {
  return new Promise((resolve) => {
    const ws = new WebSocket(`ws://127.0.0.1:${String(hubscope.doors.api)}/ws`, { headers });
    const closed = new Promise<number>((over) => ws.once('close', over));
    const leave = (): Promise<number> => {
      ws.close(1000);
      return closed;
    };
    ws.on('error', () => undefined);
    ws.once('open', () => {
      resolve({ status: 101, closed, leave });
    });
    ws.once('unexpected-response', (_, response) => {
      resolve({ status: response.statusCode ?? 0, closed, leave });
    });
  });
}

it('a key of the configuration that is another is good at once, and the one before no more', async () => {
  expect(await asked(as(first))).toBe(200);
  expect(await reload({ admin_key: second })).toEqual({ applied: ['admin_key'], atStart: [] });
  expect([await asked(as(first)), await asked(as(second))]).toEqual([401, 200]);
  await reload({});
  expect([await asked(as(first)), await asked(as(second))]).toEqual([200, 401]);
});

it('who may only look comes in and is shown out as the view is made public and is not', async () => {
  expect(await asked()).toBe(401);
  expect(await reload({ public_view: true })).toEqual({ applied: ['public_view'], atStart: [] });
  expect(await asked()).toBe(200);
  const { status, closed } = await viewed({});
  expect(status).toBe(101);
  await reload({});
  expect(await closed).toBe(4401);
  expect(await asked()).toBe(401);
});

/** @returns the status of telemetry that is sent without anything in it */
async function sent(headers: Readonly<Record<string, string>>): Promise<number> {
  const url = `http://127.0.0.1:${String(hubscope.doors.otlpHttp)}/v1/traces`;
  const body = { 'content-type': 'application/x-protobuf' };
  return (await fetch(url, { method: 'POST', headers: { ...headers, ...body } })).status;
}

it('pages of an origin that is added may connect and send, and of one that is taken away may not', async () => {
  const page = { ...as(first), origin: 'https://wall.example' };
  expect([(await viewed(page)).status, await sent(page)]).toEqual([403, 403]);
  expect(await reload({ origins: ['https://wall.example'] })).toEqual({
    applied: ['origins'],
    atStart: [],
  });
  const letIn = await viewed(page);
  expect([letIn.status, await sent(page)]).toEqual([101, 200]);
  await letIn.leave();
  await reload({});
  expect([(await viewed(page)).status, await sent(page)]).toEqual([403, 403]);
});

it('a proxy that is trusted, limits and the number of viewers are taken together', async () => {
  const client = { ...as(first), 'x-forwarded-for': '203.0.113.7' };
  const limits = { address: { per_second: 1, burst: 1 } };
  const done = await reload({ trusted_proxies: ['127.0.0.1'], limits, max_viewers: 1 });
  expect(done).toEqual({
    applied: ['limits', 'max_viewers', 'trusted_proxies'],
    atStart: [],
  });
  expect([await asked(client), await asked(client)]).toEqual([200, 429]);
  const viewer = await viewed(as(first));
  expect([viewer.status, (await viewed(as(first))).status]).toEqual([101, 503]);
  await viewer.leave();
  await reload({});
  expect([await asked(client), await asked(client)]).toEqual([200, 200]);
});

it('what waits for the next start is named each time until then; what can not be used changes nothing', async () => {
  const waits = { max_hubs: 7, access: 'auto' };
  expect(await reload(waits)).toEqual({ applied: [], atStart: ['access', 'max_hubs'] });
  expect(await reload(waits)).toEqual({ applied: [], atStart: ['access', 'max_hubs'] });
  await expect(reload({ trusted_proxies: ['nowhere'], admin_key: second })).rejects.toThrow(
    'trusted_proxies',
  );
  expect(await asked(as(first))).toBe(200);
  const open = { ...waits, public_view: true };
  expect(await reload(open)).toEqual({ applied: ['public_view'], atStart: ['access', 'max_hubs'] });
  await reload({});
});

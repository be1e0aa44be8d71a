import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config, type PlainFrame } from '@hubscope/core/wire';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Hubscope } from './hubscope.js';

const hour = 3_600_000;
/** A step of the clock is over when what comes in is told again. */
const patience = { timeout: 15_000, interval: 100 };

let folder: string;
let hubscope: Hubscope;
let feeding: NodeJS.Timeout;
let viewer: WebSocket;
let frames: PlainFrame[];
let offset: number;
const systemNow = Date.now.bind(Date);

/** Sends a span that ended just now, as a hub does whose clock is this machine's. */
async function feed(): Promise<void> {
  const end = Date.now();
  const nanos = (ms: number): string => `${String(ms)}000000`;
  const span = {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: 'question',
    kind: 1,
    startTimeUnixNano: nanos(end - 20),
    endTimeUnixNano: nanos(end),
  };
  const attributes = [
    { key: 'service.name', value: { stringValue: 'shop' } },
    { key: 'service.instance.id', value: { stringValue: 'one' } },
  ];
  const body = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }] };
  await fetch(`http://127.0.0.1:${String(hubscope.doors.otlpHttp)}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

beforeEach(async () => {
  offset = 0;
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(Date, 'now').mockImplementation(() => systemNow() + offset);
  folder = await mkdtemp(join(tmpdir(), 'hubscope-clock-'));
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: -1 };
  const settings = config.parse({ ...ports, data: join(folder, 'data') });
  hubscope = await Hubscope.start({ config: settings, dashboard: null, version: 'test' });
  feeding = setInterval(() => void feed().catch(() => undefined), 100);
  frames = [];
  viewer = new WebSocket(`ws://127.0.0.1:${String(hubscope.doors.api)}/ws?hub=shop`);
  viewer.on('message', (data) => frames.push(JSON.parse((data as Buffer).toString()) as PlainFrame));
  await told();
});
afterEach(async () => {
  clearInterval(feeding);
  viewer.terminate();
  await hubscope.stop();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** Resolves when a viewer is told of operations of this very time. */
function told(): Promise<void> {
  return vi.waitFor(() => {
    const [last] = frames.slice(-1);
    expect(last?.current.throughput_ops_sec).toBeGreaterThan(0);
    expect(Math.abs((last?.current.timestamp ?? 0) - Date.now())).toBeLessThan(10_000);
  }, patience);
}

it.each([
  ['forward', hour],
  ['back', -hour],
])('a clock that is stepped %s by an hour, and then right again, stops nothing for long', async (_, step) => {
  offset = step;
  await told();
  offset = 0;
  await told();
  await vi.waitFor(async () => {
    const hubs = (await (
      await fetch(`http://127.0.0.1:${String(hubscope.doors.api)}/api/v1/hubs`)
    ).json()) as {
      name: string;
      last_second: number;
    }[];
    const own = hubs.find(({ name }) => name === 'hubscope');
    expect(Math.abs((own?.last_second ?? 0) * 1000 - Date.now())).toBeLessThan(10_000);
  }, patience);
  const answer = await fetch(
    `http://127.0.0.1:${String(hubscope.doors.api)}/api/v1/hubs/shop/history?signals=throughput&from=${String(Date.now() - 5000)}`,
  );
  const { signals } = (await answer.json()) as { signals: { throughput: (number | null)[] } };
  expect(signals.throughput.some((value) => value !== null && value > 0)).toBe(true);
  expect((await fetch(`http://127.0.0.1:${String(hubscope.doors.api)}/readyz`)).status).toBe(200);
  expect(viewer.readyState).toBe(viewer.OPEN);
});

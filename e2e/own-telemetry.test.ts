import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { HubscopeProcess, serve, type Served } from '../bench/harness/server.js';
import { span, traces } from './doors/otlp.js';

let folder: string;
const started: HubscopeProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-own-'));
});
afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function config(name: string, settings: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

async function send({ otlp }: Served): Promise<void> {
  await fetch(`${otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(traces('shop', [span(Date.now())])),
  });
}

it('shows a server as a hub of another one, by its own metrics and spans', async () => {
  const other = await serve();
  started.push(other.process);
  const file = config('sends.yaml', { own_telemetry: { interval_seconds: 1 } });
  const server = await serve({
    args: ['serve', '--config', file],
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: other.otlp,
      OTEL_RESOURCE_ATTRIBUTES: 'hub.name=hubscope%20east',
    },
  });
  started.push(server.process);
  const known = async (): Promise<true | null> => {
    await send(server);
    const answer = await fetch(`${other.api}/api/v1/hubs/hubscope%20east/snapshot`);
    if (!answer.ok) return null;
    const now = Date.now();
    const asked = `from=${String(now - 60_000)}&to=${String(now)}&step=1000&signals=throughput,memory,cpu,event_loop_delay.p99`;
    const { signals } = (await (
      await fetch(`${other.api}/api/v1/hubs/hubscope%20east/history?${asked}`)
    ).json()) as { signals: Record<string, (number | null)[]> };
    const has = (name: string): boolean => (signals[name] ?? []).some((value) => (value ?? 0) > 0);
    return ['throughput', 'memory', 'cpu', 'event_loop_delay.p99'].every(has) ? true : null;
  };
  await eventually({ what: 'the other server shows it', withinMs: 60_000 }, known);
  const page = await (await fetch(`${server.api}/metrics`)).text();
  expect(page).toMatch(/^hubscope_forwarded_total\{endpoint="http:\/\/localhost:\d+"\} [1-9]/m);
  expect(server.process.stderr).toEqual([]);
});

it('refuses to send to itself, and says so', async () => {
  const settings = { own_telemetry: { endpoint: 'http://localhost:4999' }, otlp_http_port: 4999 };
  const process = new HubscopeProcess({
    args: ['serve', '--config', config('itself.yaml', settings)],
    env: { HUBSCOPE_OTLP_HTTP_PORT: '4999' },
  });
  expect(await process.exit()).toEqual({ code: 2, signal: null });
  expect(process.stderr.join('\n')).toContain('own_telemetry.endpoint');
});

it('that no endpoint is named for is a fault of the configuration', async () => {
  const process = new HubscopeProcess({
    args: ['serve', '--config', config('nowhere.yaml', { own_telemetry: {} })],
  });
  expect(await process.exit()).toEqual({ code: 2, signal: null });
  expect(process.stderr.join('\n')).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
});

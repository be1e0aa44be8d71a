import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config } from '@hubscope/core/wire';
import { Hubscope } from '@hubscope/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../main.js';
import { redacted } from './bundle.js';

let folder: string;
let hubscope: Hubscope;
let url: string;
let printed: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-preview-'));
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: -1 };
  hubscope = await Hubscope.start({
    config: config.parse({ ...ports, data: join(folder, 'data') }),
    dashboard: null,
    version: 'test',
  });
  url = `http://127.0.0.1:${String(hubscope.doors.api)}`;
});
afterAll(async () => {
  await hubscope.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  printed = '';
  process.exitCode = undefined;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function preview(yaml: string): Promise<{ said: string; code: unknown }> {
  const file = join(folder, 'mapping.yaml');
  writeFileSync(file, yaml);
  await main(['doctor', '--mapping', file, '--server', url]);
  return { said: printed, code: process.exitCode };
}

async function sendQueues(names: readonly string[] = ['queue.len', 'cache.hits']): Promise<void> {
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const dataPoints = ['main', 'side'].map((queue) => ({
    timeUnixNano: `${String(Date.now())}000000`,
    asDouble: 3,
    attributes: [text('queue', queue)],
  }));
  const metrics = names.map((name) => ({ name, gauge: { dataPoints } }));
  const resource = { attributes: [text('service.name', 'shop')] };
  const answer = await fetch(`http://127.0.0.1:${String(hubscope.doors.otlpHttp)}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] }),
  });
  expect(answer.status).toBe(200);
}

describe('hubscope doctor --mapping', () => {
  it('says that nothing can be said before anything came', async () => {
    const { said, code } = await preview('mapping: [{ metric: queue.len, signal: queue_depth }]');
    expect(said).toContain('nothing can be said');
    expect(code).toBe(1);
  });

  it('says of each row what it would match, and what is left', async () => {
    await sendQueues();
    const { said, code } = await preview(`mapping:
  - { metric: queue.len, signal: queue_depth, attributes: { queue: main } }
  - { metric: queue.length, signal: queue_depth }
`);
    expect(said.trimEnd().split('\n')).toEqual([
      '✓ metric queue.len → queue_depth: 1 series',
      '    shop: queue.len {queue=main}',
      '✗ metric queue.length → queue_depth: nothing of the last minute',
      '',
      'Metrics that give no signal:',
      '    cache.hits',
    ]);
    expect(code).toBe(1);
  });

  it('ends with 0 where every row matches', async () => {
    await sendQueues();
    expect((await preview('mapping: [{ metric: cache.hits, signal: hits }]')).code).toBeUndefined();
  });

  it.each([
    ['has no rows', 'mapping: []', /has no rows under mapping/],
    ['has a wrong row', 'mapping: [{ metric: a }]', /mapping.0: a metric gives a signal/],
  ])('refuses a file that %s', async (_, yaml, words) => {
    const { said, code } = await preview(yaml);
    expect(said).toMatch(words);
    expect(code).toBe(2);
  });
});

describe('hubscope doctor', () => {
  it('says of each hub what of its telemetry was not counted', async () => {
    await sendQueues(['process.memory.usage', 'cache.hits']);
    await main(['doctor', '--server', url]);
    expect(printed).toMatch(/^shop +live .*not counted: (?:.*, )?unmapped \d+/m);
  });
});

describe('a bundle for who is asked for help', () => {
  it('holds what the server says of itself, for its owner alone, and overwrites nothing', async () => {
    const file = join(folder, 'bundle.json');
    await main(['doctor', '--bundle', file, '--server', url]);
    const held = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(held).toMatchObject({
      health: { status: 'ok' },
      ready: { status: 'ready' },
      command: { node: process.version },
      metrics: expect.stringContaining('hubscope_viewers 0') as string,
      doctor: { doors: expect.any(Array) as unknown[] },
    });
    expect(JSON.stringify(held)).not.toContain('missing');
    expect(statSync(file).mode & 0o077).toBe(0);
    await main(['doctor', '--bundle', file, '--server', url]);
    expect([printed, process.exitCode]).toEqual([expect.stringContaining("can't be written"), 2]);
  });

  it.each([
    ['Bearer hsk_abc-DEF_123', 'Bearer [redacted]'],
    ['hsl_secret and hss_secret', '[redacted] and [redacted]'],
    ['/dashboard#share=hsv_abc-DEF_123', '/dashboard#share=[redacted]'],
    ['authorization=Basic dXNlcjpwYXNz', 'authorization=Basic [redacted]'],
    ['http://user:pass@host:9090/metrics', 'http://[redacted]@host:9090/metrics'],
    ['"https://host/metrics?token=abc","up":1', '"https://host/metrics?[redacted]","up":1'],
    ['told ann.lee+x@example.org of it', 'told [redacted] of it'],
    ['hubscope_viewers 3', 'hubscope_viewers 3'],
  ])('leaves what opens doors out of %s', (text, without) => {
    expect(redacted(text)).toBe(without);
  });
});

import { createSocket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config, doctorAnswer, mappingPreview, type MappingPreview } from '@hubscope/core/wire';
import { compressSync } from 'snappy';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Hubscope } from './hubscope.js';
import { writeV2 } from './ingest/prometheus/testing/messages.js';

/** A page of a counter, of a gauge that has a signal, and of a histogram. */
const page = `# TYPE app_jobs_waiting gauge
app_jobs_waiting{queue="main",owner="ann@example.org"} 3
# TYPE app_job_seconds histogram
app_job_seconds_bucket{le="1"} 2
app_job_seconds_bucket{le="+Inf"} 2
app_job_seconds_sum 1.5
app_job_seconds_count 2
`;

let folder: string;
let hubscope: Hubscope;
let target: Server;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubscope-preview-'));
  target = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/plain; version=0.0.4').end(page);
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const { port } = target.address() as AddressInfo;
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: 0 };
  const scrape = [{ job: 'pages', targets: [`127.0.0.1:${String(port)}`] }];
  hubscope = await Hubscope.start({
    config: config.parse({ ...ports, data: join(folder, 'data'), scrape }),
    dashboard: null,
    version: 'test',
  });
});
afterEach(async () => {
  await hubscope.stop();
  target.close();
  await rm(folder, { recursive: true, force: true });
});

const api = (path: string): string => `http://127.0.0.1:${String(hubscope.doors.api)}/api/v1/${path}`;

async function preview(...mapping: object[]): Promise<MappingPreview> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ mapping });
  return mappingPreview.parse(
    await (await fetch(api('mapping/preview'), { method: 'POST', headers, body })).json(),
  );
}

async function sendStatsd(line: string): Promise<void> {
  const { doors } = doctorAnswer.parse(await (await fetch(api('doctor'))).json());
  const port = doors.find(({ door }) => door === 'StatsD')?.port ?? 0;
  const client = createSocket('udp4');
  await new Promise((resolve) => {
    client.send(line, port, '127.0.0.1', resolve);
  });
  client.close();
}

function writeRemotely(labels: Record<string, string>): Promise<Response> {
  const body = writeV2([{ labels, samples: [{ value: 7, timestamp: Date.now() }] }]);
  return fetch(`http://127.0.0.1:${String(hubscope.doors.otlpHttp)}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
      'content-encoding': 'snappy',
    },
    body: new Uint8Array(compressSync(Buffer.from(body))),
  });
}

it('a mapping’s preview shows what it would match of what was fetched, written remotely and sent as StatsD', async () => {
  await sendStatsd('app.cache.hits:1|c|#service:statsd,tier:one\nactive_connections:4|g|#service:statsd');
  const labels = { __name__: 'app_cache_hits_total', job: 'written', instance: 'a', tier: 'one' };
  expect((await writeRemotely(labels)).status).toBe(204);
  const rows = [
    { metric: 'app.cache.hits', signal: 'cache_hits', attributes: { tier: 'one' } },
    { metric: 'app.cache.hits', signal: 'cache_hits', attributes: { tier: 'two' } },
    { metric: 'app.jobs.waiting', signal: 'queue_depth' },
    { metric: 'app.job', signal: 'latency' },
    { metric: 'active_connections', signal: 'connections' },
  ];
  const answer = await vi.waitFor(async () => {
    const found = await preview(...rows);
    expect(found.rows.map(({ matched }) => matched)).toEqual([2, 0, 1, 1, 1]);
    return found;
  }, 10_000);
  const examples = answer.rows.map((row) => row.examples);
  expect(examples[0]?.map(({ hub, door, name }) => [hub, door, name])).toEqual([
    ['written', 'prometheus', 'app_cache_hits_total'],
    ['statsd', 'statsd', 'app.cache.hits'],
  ]);
  // What looks like an address of a person is left out here too.
  expect(examples[2]).toMatchObject([
    { hub: 'pages', name: 'app_jobs_waiting', attributes: { queue: 'main', owner: '[redacted]' } },
  ]);
  expect(examples[3]).toMatchObject([{ name: 'app_job_seconds', signals: [] }]);
  expect(examples[4]).toMatchObject([{ door: 'statsd', signals: ['connections'] }]);
  expect((await preview()).unmapped).toEqual(
    expect.arrayContaining(['app.cache.hits', 'app_cache_hits_total', 'app_job_seconds', 'app_jobs_waiting']),
  );
});

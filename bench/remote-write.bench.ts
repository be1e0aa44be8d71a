/** Samples a CPU-second of Prometheus remote write, beside VictoriaMetrics and Prometheus: `--requests N` (1000), `--rounds N` (5). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { metricName, metrics, processes, RemoteWriteBody } from './clients/remote-write-body.js';
import { costOf } from './harness/cost.js';
import { pause } from './harness/eventually.js';
import { installed, Peer } from './harness/peer.js';
import { quantile, report } from './harness/report.js';
import { serve, type Served } from './harness/server.js';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
  },
});
const requests = Number(values.requests);
const rounds = Number(values.rounds);
const samplesEach = processes * metrics;
/** What a server still has to do with what it took in (flushes, seconds that close) is counted too, ms. */
const settleMs = 2000;

const missing = ['victoria-metrics', 'prometheus'].filter((program) => !installed(program));
if (missing.length > 0) {
  process.stderr.write(
    `Not installed: ${missing.join(', ')}. On Debian: apt-get install victoria-metrics prometheus\n`,
  );
  process.exit(2);
}

/** A server under load: its process, and where it takes remote write. */
interface Target {
  readonly name: string;
  readonly pid: number;
  readonly write: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function post(url: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
      'content-length': body.length,
    };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        resolve(answer.statusCode ?? 0);
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const body = new RemoteWriteBody();
let last = 0;

/** Sends requests one after the other, each of all series, at times that only go up; the next is made while one is under way. */
async function load(url: string, count: number): Promise<void> {
  let next = body.at((last = Math.max(Date.now(), last + 1)));
  for (let sent = 0; sent < count; sent += 1) {
    const answer = post(url, next);
    next = body.at((last = Math.max(Date.now(), last + 1)));
    const status = await answer;
    if (status !== 200 && status !== 204) throw new Error(`${url} answered ${String(status)}`);
  }
}

/** Million samples a CPU-second. */
async function measured({ pid, write }: Target): Promise<number> {
  const before = costOf(pid).cpuSeconds;
  await load(write, requests);
  await pause(settleMs);
  return (requests * samplesEach) / (costOf(pid).cpuSeconds - before) / 1e6;
}

/** Every metric is a signal of its own, so that all of them are kept. */
function configFile(folder: string): string {
  const signals = Array.from({ length: metrics }, (_, metric) => ({
    name: metricName(metric),
    metric: metricName(metric),
  }));
  const file = join(folder, 'hubscope.yaml');
  writeFileSync(file, JSON.stringify({ signals }));
  return file;
}

/** Checks that what was sent is kept: all signals have values in the last minute, and nothing was dropped. */
async function kept({ api }: Served): Promise<void> {
  const names = Array.from({ length: metrics }, (_, metric) => metricName(metric));
  const hubs = (await (await fetch(`${api}/api/v1/hubs`)).json()) as {
    name: string;
    dropped: Record<string, number>;
  }[];
  const dropped = hubs.find(({ name }) => name === 'shop')?.dropped ?? { all: 1 };
  const to = Math.floor(Date.now() / 1000) * 1000;
  const range = `from=${String(to - 60_000)}&to=${String(to)}&step=60000`;
  const unknown: string[] = [];
  for (let at = 0; at < metrics; at += 50) {
    const query = `${range}&signals=${names.slice(at, at + 50).join(',')}`;
    const answer = await fetch(`${api}/api/v1/hubs/shop/history?${query}`);
    const { signals } = (await answer.json()) as { signals: Record<string, (number | null)[]> };
    unknown.push(...Object.keys(signals).filter((name) => typeof signals[name]?.[0] !== 'number'));
  }
  if (unknown.length > 0 || Object.keys(dropped).length > 0) {
    throw new Error(`not kept: ${unknown.join(', ')}; dropped: ${JSON.stringify(dropped)}`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'hubscope-bench-'));
const server = await serve({
  args: ['serve', '--config', configFile(folder)],
  // It is asked what it can do, not what it leaves to the others.
  env: { HUBSCOPE_MAX_INGEST_SHARE: '1' },
});
const victoria = await Peer.start(
  'victoria-metrics',
  (data, address) => [`-storageDataPath=${data}/data`, `-httpListenAddr=${address}`],
  '/health',
);
const prometheus = await Peer.start(
  'prometheus',
  (data, address) => [
    '--config.file=/dev/null',
    '--web.enable-remote-write-receiver',
    `--storage.tsdb.path=${data}/data`,
    `--web.listen-address=${address}`,
  ],
  '/-/ready',
);
try {
  const targets: Target[] = [
    { name: 'hubscope', pid: server.process.pid, write: `${server.otlp}/api/v1/write` },
    { name: 'victoria', pid: victoria.pid, write: `${victoria.url}/api/v1/write` },
    { name: 'prometheus', pid: prometheus.pid, write: `${prometheus.url}/api/v1/write` },
  ];
  const found = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  // Each runs for weeks: what it does in its first seconds (code that is compiled, files that are begun) is not what is measured.
  for (const { write } of targets) await load(write, 2 * requests);
  for (let round = 0; round < rounds; round += 1) {
    for (const target of targets) {
      found.get(target.name)?.push(await measured(target));
      if (target.pid === server.process.pid) await kept(server);
    }
    // What one still does when the next is measured falls on another each round.
    targets.push(...targets.splice(0, 1));
  }
  const median = (name: string): number => quantile(found.get(name) ?? [], 0.5) ?? NaN;
  const [own, theirs, other] = [median('hubscope'), median('victoria'), median('prometheus')];
  const unit = 'M samples/CPU-s';
  report('remote-write', [
    { name: 'hubscope', title: 'Hubscope', value: own, unit },
    { name: 'victoriametrics', title: 'VictoriaMetrics', value: theirs, unit },
    { name: 'prometheus', title: 'Prometheus', value: other, unit },
    {
      name: 'to_victoriametrics',
      title: 'Hubscope ÷ VictoriaMetrics',
      value: own / theirs,
      unit: '×',
      over: 1.5,
    },
    { name: 'to_prometheus', title: 'Hubscope ÷ Prometheus', value: own / other, unit: '×', over: 3 },
    {
      name: 'rss_mb',
      title: 'Hubscope, resident memory',
      value: costOf(server.process.pid).rssMb,
      unit: 'MB',
    },
    { name: 'series', title: 'series', value: samplesEach, unit: '' },
  ]);
} finally {
  await Promise.all([server.process.stop(), victoria.stop(), prometheus.stop()]);
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}

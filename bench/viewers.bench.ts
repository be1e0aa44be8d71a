/**
 * A thousand viewers on one machine, ten of them asleep, beside the plainest server of the same ticks: `--viewers N` (1000),
 * `--seconds N` of each (120).
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { countedHub } from './clients/counted-hub.js';
import { costOf } from './harness/cost.js';
import { quantile, report } from './harness/report.js';
import { serve } from './harness/server.js';
import { sleeper } from './harness/sleeper.js';
import { framesSent } from './viewers/frames-sent.js';
import { BareServer } from './viewers/bare-server.js';
import { watched, type Watched } from './viewers/crowd.js';

const { values } = parseArgs({
  options: { viewers: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '120' } },
});
const hub = 'counted';
const asleep = 10;
const reading = Number(values.viewers) - asleep;
const seconds = Number(values.seconds);

interface Served extends Watched {
  /** Of the server, of one core, percent. */
  readonly cpu: number;
  readonly rssMb: number;
  /** The length of a tick in the mean, bytes. */
  readonly tickBytes: number;
}

async function hubscope(): Promise<Served> {
  const server = await serve();
  // The sample hub would take 0.4 of a core in bursts from those whose spread is told.
  const client = countedHub(hub, server.otlp);
  client.stdout.resume();
  try {
    const path = `/ws?hub=${hub}`;
    const sleepers = await Promise.all(
      Array.from({ length: asleep }, () => sleeper(server.doors.api, path, 'hubscope.v1')),
    );
    const before = { at: performance.now(), ...costOf(server.process.pid) };
    const seen = await watched(server.doors.api, path, reading, seconds);
    const after = { at: performance.now(), ...costOf(server.process.pid) };
    for (const each of sleepers) each.destroy();
    const { bytes, frames } = await framesSent(server);
    return {
      ...seen,
      cpu: (100_000 * (after.cpuSeconds - before.cpuSeconds)) / (after.at - before.at),
      rssMb: after.rssMb,
      tickBytes: bytes / frames,
    };
  } finally {
    const ended = once(client, 'exit');
    client.stdin.end();
    await ended;
    await server.process.stop();
  }
}

async function bare(tickBytes: number): Promise<Watched> {
  const server = await BareServer.start(tickBytes);
  try {
    return await watched(server.port, '/', reading, seconds);
  } finally {
    await server.stop();
  }
}

const ours = await hubscope();
const plain = await bare(ours.tickBytes);
const p99 = quantile(ours.spreads, 0.99);
const plainP99 = quantile(plain.spreads, 0.99);

report('viewers', [
  { name: 'viewers', title: 'viewers that read', value: ours.viewers, unit: '' },
  { name: 'asleep', title: 'viewers asleep', value: asleep, unit: '' },
  { name: 'ticks', title: 'ticks that all of them got', value: ours.spreads.length, unit: '' },
  {
    name: 'missed',
    title: 'ticks missed, all viewers together',
    value: ours.missed,
    unit: '',
    under: 1,
  },
  { name: 'tick_bytes', title: 'a message, mean', value: ours.tickBytes, unit: 'bytes' },
  {
    name: 'spread_median_ms',
    title: "a tick's spread, median",
    value: quantile(ours.spreads, 0.5),
    unit: 'ms',
  },
  {
    name: 'spread_longest_ms',
    title: "a tick's spread, longest",
    value: Math.max(...ours.spreads),
    unit: 'ms',
  },
  { name: 'spread_p99_ms', title: "a tick's spread, P99", value: p99, unit: 'ms', under: 50 },
  {
    name: 'bare_median_ms',
    title: 'the same of a bare server, median',
    value: quantile(plain.spreads, 0.5),
    unit: 'ms',
  },
  { name: 'bare_p99_ms', title: 'the same of a bare server, P99', value: plainP99, unit: 'ms' },
  {
    name: 'p99_ratio',
    title: 'P99, of that of a bare server',
    value: p99 === null || plainP99 === null ? null : p99 / plainP99,
    unit: '×',
  },
  { name: 'cpu_percent', title: 'CPU of the server, of one core', value: ours.cpu, unit: '%' },
  { name: 'rss_mb', title: 'memory of the server', value: ours.rssMb, unit: 'MB' },
]);

/**
 * Ten thousand viewers of the plain form and of the live form, beside the plainest server of frames as long: `--viewers N` (10000),
 * `--seconds N` of each (60).
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import type { Form } from './clients/bare-viewer.js';
import { countedHub } from './clients/counted-hub.js';
import { tickLengths } from './clients/tick-lengths.js';
import { costOf } from './harness/cost.js';
import { pause } from './harness/eventually.js';
import { quantile, report } from './harness/report.js';
import { serve } from './harness/server.js';
import { BareServer } from './viewers/bare-server.js';
import { Crowd, spreadsOf, type Watched } from './viewers/crowd.js';
import { framesSent } from './viewers/frames-sent.js';

const { values } = parseArgs({
  options: { viewers: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '60' } },
});
const viewers = Number(values.viewers);
const seconds = Number(values.seconds);
const hub = 'counted';
/** What a server does without viewers is watched for so long, s, after it has had as long to come to rest. */
const aloneSeconds = 15;
/** Ten thousand connections that were just made keep both sides busy for a moment: from so long after that on it is measured, s. */
const gatheredSeconds = 5;

interface Sent extends Watched {
  /** CPU of the server, all of its threads, in µs a frame that came to a viewer. */
  readonly frameMicros: number;
  /** The same without what the server does when nobody looks. */
  readonly addedMicros: number;
  /** Resident memory that a viewer adds, kB (10^3 bytes). */
  readonly viewerKb: number;
}

/** Lets the crowd watch a server, and compares with what the server is without it. */
async function measured(pid: number, port: number, path: string, form: Form): Promise<Sent> {
  await pause(aloneSeconds * 1000);
  const before = costOf(pid);
  await pause(aloneSeconds * 1000);
  const alone = costOf(pid);
  const crowd = await Crowd.gather(port, path, viewers, form);
  await pause(gatheredSeconds * 1000);
  const since = Number(process.hrtime.bigint()) / 1e6;
  const began = { at: performance.now(), ...costOf(pid) };
  await pause(seconds * 1000);
  const ended = { at: performance.now(), ...costOf(pid) };
  const seen = await crowd.end(since);
  const ticks = ((ended.at - began.at) / 1000) * viewers;
  const micros = (cpuSeconds: number): number => (cpuSeconds * 1e6) / ticks;
  const idle = ((alone.cpuSeconds - before.cpuSeconds) / aloneSeconds) * ((ended.at - began.at) / 1000);
  const cpu = ended.cpuSeconds - began.cpuSeconds;
  return {
    ...spreadsOf(seen),
    frameMicros: micros(cpu),
    addedMicros: micros(cpu - idle),
    viewerKb: ((ended.rssMb - alone.rssMb) * 1000) / viewers,
  };
}

/** Hubscope with one hub that works. */
async function hubscope(
  form: Form,
): Promise<Sent & { readonly frameBytes: number; readonly lengths: readonly number[] }> {
  const server = await serve({ env: { HUBSCOPE_MAX_VIEWERS: String(viewers + 10) } });
  const client = countedHub(hub, server.otlp);
  client.stdout.resume();
  try {
    const lengths = tickLengths(`${server.ws}?hub=${hub}`, form);
    const sent = await measured(server.process.pid, server.doors.api, `/ws?hub=${hub}`, form);
    const { bytes, frames } = await framesSent(server);
    return { ...sent, frameBytes: bytes / frames, lengths: lengths() };
  } finally {
    const ended = once(client, 'exit');
    client.stdin.end();
    await ended;
    await server.process.stop();
  }
}

async function bare(bytes: number): Promise<Sent> {
  const server = await BareServer.start(bytes);
  try {
    return await measured(server.pid, server.port, '/', 'live');
  } finally {
    await server.stop();
  }
}

const plain = await hubscope('plain');
const beside = await bare(quantile(plain.lengths, 0.5) ?? plain.frameBytes);
const live = await hubscope('live');
/** What a write costs, whatever is in it: less than that no form of frames takes. */
const besideLive = await bare(quantile(live.lengths, 0.5) ?? live.frameBytes);
const p99 = (of: Watched): number | null => quantile(of.spreads, 0.99);

report('fanout', [
  { name: 'viewers', title: 'viewers', value: viewers, unit: '' },
  { name: 'plain_ticks', title: 'plain form: ticks that all got', value: plain.spreads.length, unit: '' },
  {
    name: 'plain_missed',
    title: 'ticks missed, all viewers together',
    value: plain.missed,
    unit: '',
    under: 1,
  },
  {
    name: 'plain_bytes',
    title: 'a frame, median',
    value: quantile(plain.lengths, 0.5),
    unit: 'bytes',
  },
  {
    name: 'plain_spread_p99_ms',
    title: "a tick's spread, P99",
    value: p99(plain),
    unit: 'ms',
    under: 200,
  },
  { name: 'bare_spread_p99_ms', title: 'the same of a bare server', value: p99(beside), unit: 'ms' },
  {
    name: 'plain_frame_us',
    title: 'CPU a frame, all that the server does',
    value: plain.frameMicros,
    unit: 'µs',
  },
  { name: 'plain_added_us', title: 'CPU that a frame adds', value: plain.addedMicros, unit: 'µs' },
  { name: 'bare_added_us', title: 'the same of a bare server', value: beside.addedMicros, unit: 'µs' },
  {
    name: 'plain_cpu_ratio',
    title: 'CPU that a frame adds, of that of a bare server',
    value: plain.addedMicros / beside.addedMicros,
    unit: '×',
    under: 0.9,
  },
  { name: 'plain_viewer_kb', title: 'memory a viewer', value: plain.viewerKb, unit: 'kB', under: 10 },
  { name: 'bare_viewer_kb', title: 'the same of a bare server', value: beside.viewerKb, unit: 'kB' },
  { name: 'live_ticks', title: 'live form: ticks that all got', value: live.spreads.length, unit: '' },
  {
    name: 'live_missed',
    title: 'ticks missed, all viewers together',
    value: live.missed,
    unit: '',
    under: 1,
  },
  {
    name: 'live_tick_bytes',
    title: 'a tick, median',
    value: quantile(live.lengths, 0.5),
    unit: 'bytes',
    under: 500,
  },
  { name: 'live_spread_p99_ms', title: "a tick's spread, P99", value: p99(live), unit: 'ms' },
  { name: 'live_added_us', title: 'CPU that a tick adds', value: live.addedMicros, unit: 'µs' },
  {
    name: 'bare_live_added_us',
    title: 'the same of a bare server of frames as long',
    value: besideLive.addedMicros,
    unit: 'µs',
  },
  {
    name: 'live_cpu_ratio',
    title: "of the plain form's",
    value: live.addedMicros / plain.addedMicros,
    unit: '×',
    under: 0.6,
  },
  {
    name: 'bare_live_ratio',
    title: 'the same between the two bare servers',
    value: besideLive.addedMicros / beside.addedMicros,
    unit: '×',
  },
  { name: 'live_viewer_kb', title: 'memory a viewer', value: live.viewerKb, unit: 'kB' },
]);

/** What OTLP costs: metric points and spans a CPU-second of the server, over each transport: `--seconds N` a figure (10). */
import { parseArgs } from 'node:util';
import { metricPayload, spanPayload, type Payload } from './clients/otlp-payload.js';
import { senderOf, type Transport } from './clients/otlp-send.js';
import { costOf } from './harness/cost.js';
import { report, type Figure } from './harness/report.js';
import { serve, type Served } from './harness/server.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);
const transports: readonly Transport[] = ['HTTP protobuf', 'gRPC', 'HTTP JSON'];
/** Requests under way at once. */
const lanes = 4;
/** Items before the clock starts: the code is compiled then, the series are known. */
const warmUp = 200_000;
/** Who sends: so many items a request, of so many processes. */
const senders = [
  // As its batch processor and its exporters do by themselves.
  { name: 'collector', title: 'a Collector', items: 8192, processes: 8 },
  { name: 'sdk', title: 'an SDK', items: 512, processes: 1 },
] as const;

/** What is promised over HTTP in protobuf, a CPU-second; over the others 30 % of it. */
const promised = { metrics: 1_000_000, traces: 300_000 } as const;

interface Run {
  readonly perCpuSecond: number;
  readonly accepted: number;
  readonly refused: number;
}

async function run(server: Served, transport: Transport, payload: Payload): Promise<Run> {
  const sender = senderOf(server, transport);
  const counts = { accepted: 0, refused: 0 };
  for (let sent = 0; sent < warmUp; sent += payload.items) await sender.send(payload);
  const before = costOf(server.process.pid).cpuSeconds;
  const end = Date.now() + seconds * 1000;
  const lane = async (): Promise<void> => {
    while (Date.now() < end) counts[await sender.send(payload)] += payload.items;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const cpu = costOf(server.process.pid).cpuSeconds - before;
  sender.close();
  return { perCpuSecond: counts.accepted / cpu, ...counts };
}

const figures: Figure[] = [];
for (const make of [metricPayload, spanPayload]) {
  for (const { name: from, title, items, processes } of senders) {
    for (const transport of transports) {
      // A server of its own each time: what one leaves in memory costs the next nothing. It refuses nobody: what it refuses costs too.
      const server = await serve({ env: { HUBSCOPE_MAX_INGEST_SHARE: '1' } });
      const payload = make('bench', items, processes);
      const { perCpuSecond, refused } = await run(server, transport, payload);
      await server.process.stop();
      const what = payload.signal === 'metrics' ? 'metric points' : 'spans';
      const share = transport === 'HTTP protobuf' ? 1 : 0.3;
      const name = `${payload.signal}_${from}_${transport.toLowerCase().replaceAll(' ', '_')}`;
      figures.push({
        name: `${name}_per_cpu_s`,
        title: `${what} of ${title}, ${transport}`,
        value: perCpuSecond,
        unit: '/CPU-s',
        ...(from === 'collector' ? { over: promised[payload.signal] * share } : {}),
      });
      if (refused > 0) process.stderr.write(`${name}: ${String(refused)} were refused\n`);
    }
  }
}
report('otlp', figures);

/** Viewers that all come back at the moment at which a server is there again: `--viewers N` (5000). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countedHub } from './clients/counted-hub.js';
import type { Return } from './clients/returning.js';
import { watchWaits } from './clients/waits.js';
import { costOf } from './harness/cost.js';
import { pause } from './harness/eventually.js';
import { quantile, report } from './harness/report.js';
import { serve, type Served } from './harness/server.js';
import { onLastCpu } from './viewers/crowd.js';

const { values } = parseArgs({ options: { viewers: { type: 'string', default: '5000' } } });
const viewers = Number(values.viewers);
const hub = 'counted';
/** Between two pings of a viewer that is there before the others, ms. */
const pingMs = 10;
/** Two that ask within so short a time are in no order that the server could know, ms. */
const togetherMs = 1;

/** A server on the same ports and the same data, however often it is started. */
function server(data: string, doors: Partial<Served['doors']>): Promise<Served> {
  return serve({
    env: {
      HUBSCOPE_DATA: data,
      HUBSCOPE_MAX_VIEWERS: String(viewers + 10),
      HUBSCOPE_API_PORT: String(doors.api ?? 0),
      HUBSCOPE_OTLP_HTTP_PORT: String(doors.otlpHttp ?? 0),
    },
  });
}

/** How much longer than a later one any viewer waited, ms: 0 where all were let in in the order in which they asked. */
function overtaken(back: readonly Return[]): number {
  const inOrder = back.toSorted((a, b) => b.asked - a.asked);
  let [most, earliestLater, pending] = [0, Infinity, Infinity];
  let boundary = Infinity;
  for (const { asked, live } of inOrder) {
    if (boundary - asked > togetherMs) {
      earliestLater = Math.min(earliestLater, pending);
      [boundary, pending] = [asked, Infinity];
    }
    most = Math.max(most, live - earliestLater);
    pending = Math.min(pending, live);
  }
  return most;
}

const data = mkdtempSync(join(tmpdir(), 'hubscope-storm-'));
const first = await server(data, {});
const client = countedHub(hub, first.otlp);
client.stdout.resume();
const program = fileURLToPath(new URL('clients/returning.js', import.meta.url));
const words = [program, String(first.doors.api), `/ws?hub=${hub}`, String(viewers)];
const [command, ...args] = [...onLastCpu, process.execPath, ...words];
const crowd = spawn(command ?? process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const said = createInterface({ input: crowd.stdout })[Symbol.asyncIterator]();
const heard = async (): Promise<string> => String((await said.next()).value);

let second: Served | null = null;
try {
  await heard();
  await pause(3000);
  const stopping = performance.now();
  const told = heard();
  await first.process.stop();
  const stopMs = performance.now() - stopping;
  await told;
  second = await server(data, first.doors);
  const waits = watchWaits(second.ws, pingMs);
  await pause(1000);
  const before = costOf(second.process.pid);
  const began = Number(process.hrtime.bigint()) / 1e6;
  crowd.stdin.write('go\n');
  const back = JSON.parse((await heard()).replace('back ', '')) as Return[];
  const after = costOf(second.process.pid);
  const took = back.map(({ live }) => (live - began) / 1000);
  const sum = (of: (each: Return) => number): number => back.reduce((all, each) => all + of(each), 0);
  report('storm', [
    { name: 'viewers', title: 'viewers that come back at once', value: back.length, unit: '' },
    { name: 'stop_ms', title: 'the server ends', value: stopMs, unit: 'ms', under: 5000 },
    { name: 'median_s', title: 'live again, median', value: quantile(took, 0.5), unit: 's' },
    { name: 'last_s', title: 'live again, the last', value: Math.max(...took), unit: 's', under: 10 },
    {
      name: 'overtaken_ms',
      title: 'waited longer than one that asked later, at most',
      value: overtaken(back),
      unit: 'ms',
    },
    { name: 'refused', title: 'refusals, all together', value: sum(({ refused }) => refused), unit: '' },
    { name: 'cut_off', title: 'cut off, all together', value: sum(({ cutOff }) => cutOff), unit: '' },
    {
      name: 'wait_longest_ms',
      title: 'one that was there before waited, at most',
      value: quantile(
        (await waits()).map(([, ms]) => ms),
        1,
      ),
      unit: 'ms',
    },
    {
      name: 'admit_us',
      title: 'CPU a viewer, from asking to its snapshot',
      value: ((after.cpuSeconds - before.cpuSeconds) * 1e6) / viewers,
      unit: 'µs',
    },
    {
      name: 'viewer_kb',
      title: 'memory a viewer',
      value: ((after.rssMb - before.rssMb) * 1000) / viewers,
      unit: 'kB',
    },
  ]);
} finally {
  crowd.stdin.end();
  const ended = once(client, 'exit');
  client.stdin.end();
  await ended;
  await first.process.stop();
  await second?.process.stop();
  rmSync(data, { recursive: true, force: true });
}

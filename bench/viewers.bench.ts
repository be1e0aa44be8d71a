/** A thousand viewers on one machine, ten of them asleep: `--viewers N` (1000), `--seconds N` (180), `--processes N` (1). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countedHub } from './clients/counted-hub.js';
import { costOf } from './harness/cost.js';
import { pause } from './harness/eventually.js';
import { quantile, report } from './harness/report.js';
import { serve } from './harness/server.js';
import { sleeper } from './harness/sleeper.js';

const { values } = parseArgs({
  options: {
    viewers: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '180' },
    processes: { type: 'string', default: '1' },
  },
});
const hub = 'counted';
const asleep = 10;
const protocol = 'hubscope.v1';

type Seen = readonly (readonly [second: number, arrival: number])[];

/** A process of many viewers. */
class Crowd {
  readonly connected: Promise<void>;
  readonly #lines: string[] = [];
  readonly #child;
  readonly #gone: Promise<unknown>;

  constructor(port: number, path: string, count: number) {
    const program = fileURLToPath(new URL('clients/viewers.js', import.meta.url));
    const args = [program, String(port), path, String(count)];
    this.#child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#gone = new Promise((resolve) => this.#child.once('close', resolve));
    const lines = createInterface({ input: this.#child.stdout });
    this.connected = new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        if (line === 'connected') resolve();
        else this.#lines.push(line);
      });
      lines.once('close', () => {
        reject(new Error('viewers ended early'));
      });
    });
  }

  /** Ends it; answers what each of its viewers saw. */
  async end(): Promise<Seen[]> {
    this.#child.stdin.end();
    await this.#gone;
    return this.#lines.map((line) => JSON.parse(line) as Seen);
  }
}

/** Whether a viewer got the tick of each second from its first to its last. */
function missed(seen: Seen): number {
  const seconds = new Set(seen.map(([second]) => second));
  if (seconds.size === 0) return 1;
  return Math.max(...seconds) - Math.min(...seconds) + 1 - seconds.size;
}

const server = await serve();
// The sample hub would take 0.4 of a core in bursts from those whose spread is told.
const client = countedHub(hub, server.otlp);
client.stdout.resume();
try {
  const path = `/ws?hub=${hub}`;
  const [processes, reading] = [Number(values.processes), Number(values.viewers) - asleep];
  const sleepers = await Promise.all(
    Array.from({ length: asleep }, () => sleeper(server.doors.api, path, protocol)),
  );
  const crowds = Array.from(
    { length: processes },
    (_, index) => new Crowd(server.doors.api, path, Math.floor((reading + index) / processes)),
  );
  await Promise.all(crowds.map(({ connected }) => connected));
  const before = { at: performance.now(), ...costOf(server.process.pid) };
  await pause(Number(values.seconds) * 1000);
  const after = { at: performance.now(), ...costOf(server.process.pid) };
  const all = (await Promise.all(crowds.map((crowd) => crowd.end()))).flat();
  for (const each of sleepers) each.destroy();

  const arrivals = new Map<number, number[]>();
  for (const [second, arrival] of all.flat()) {
    const known = arrivals.get(second);
    if (known === undefined) arrivals.set(second, [arrival]);
    else known.push(arrival);
  }
  // The first and last seconds, in which some were not yet or no longer there, are no whole ticks.
  const whole = [...arrivals.values()].filter(({ length }) => length === all.length);
  const spreads = whole.map((each) => Math.max(...each) - Math.min(...each));
  report('viewers', [
    { name: 'viewers', title: 'viewers that read', value: all.length, unit: '' },
    { name: 'asleep', title: 'viewers asleep', value: sleepers.length, unit: '' },
    { name: 'ticks', title: 'ticks that all of them got', value: whole.length, unit: '' },
    {
      name: 'missed',
      title: 'ticks missed, all viewers together',
      value: all.reduce((sum, seen) => sum + missed(seen), 0),
      unit: '',
      under: 1,
    },
    { name: 'spread_median_ms', title: "a tick's spread, median", value: quantile(spreads, 0.5), unit: 'ms' },
    { name: 'spread_longest_ms', title: "a tick's spread, longest", value: Math.max(...spreads), unit: 'ms' },
    {
      name: 'spread_p99_ms',
      title: "a tick's spread, P99",
      value: quantile(spreads, 0.99),
      unit: 'ms',
      under: 50,
    },
    {
      name: 'cpu_percent',
      title: 'CPU of the server, of one core',
      value: (100_000 * (after.cpuSeconds - before.cpuSeconds)) / (after.at - before.at),
      unit: '%',
    },
    { name: 'rss_mb', title: 'memory of the server', value: after.rssMb, unit: 'MB' },
  ]);
} finally {
  const ended = once(client, 'exit');
  client.stdin.end();
  await ended;
  await server.process.stop();
}

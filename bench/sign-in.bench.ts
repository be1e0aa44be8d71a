/** Wrong sign-ins from many addresses at once, and what a viewer notices of them: `--rate N` (400 a second), `--seconds S` (5). */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { watchWaits } from './clients/waits.js';
import { pause } from './harness/eventually.js';
import { costOf } from './harness/cost.js';
import { quantile, report, type Figure } from './harness/report.js';
import { serve } from './harness/server.js';

const { values } = parseArgs({
  options: { rate: { type: 'string', default: '400' }, seconds: { type: 'string', default: '5' } },
});
const { rate, seconds } = values;
/** Between two pings of the viewer, ms. */
const pingMs = 5;
const program = fileURLToPath(new URL('clients/steady-requests.js', import.meta.url));
const run = promisify(execFile);

const server = await serve({
  env: {
    HUBSCOPE_ACCESS: 'always',
    HUBSCOPE_PUBLIC_VIEW: 'true',
    HUBSCOPE_TRUSTED_PROXIES: '127.0.0.1,::1',
  },
});

interface Stretch {
  /** How long answers to the viewer's pings took, ms. */
  readonly waits: readonly number[];
  readonly answers: Readonly<Record<number, number>>;
  readonly cpuSeconds: number;
}

/** What a viewer waits while something happens. */
async function during(what: () => Promise<Readonly<Record<number, number>>>): Promise<Stretch> {
  const before = costOf(server.process.pid);
  const watch = watchWaits(server.ws, pingMs);
  const answers = await what();
  const waits = (await watch()).map(([, ms]) => ms);
  return { waits, answers, cpuSeconds: costOf(server.process.pid).cpuSeconds - before.cpuSeconds };
}

/** Requests at the rate, each from one of many addresses. */
async function asked(path: string, body: readonly string[]): Promise<Readonly<Record<number, number>>> {
  const { stdout } = await run(process.execPath, [program, server.api + path, rate, seconds, ...body]);
  return JSON.parse(stdout) as Record<number, number>;
}

const wrong = JSON.stringify({ name: 'somebody %', password: 'not the password of anybody' });

try {
  // The first password loads what hashes.
  await asked('/api/v1/session', [
    JSON.stringify({ name: 'nobody', password: 'not the password of anybody' }),
  ]);
  await pause(1000);
  const quiet = await during(async () => {
    await pause(Number(seconds) * 1000);
    return {};
  });
  const plain = await during(() => asked('/api/v1/hubs', []));
  const signIns = await during(() => asked('/api/v1/session', [wrong]));
  const all = Number(rate) * Number(seconds);
  const { 401: hashed = 0, 429: refused = 0 } = signIns.answers;
  const wait = ({ waits }: Stretch, share: number): number | null => quantile(waits, share);
  const times = (wait(signIns, 0.99) ?? Infinity) / (wait(plain, 0.99) ?? 0);
  const ms = (name: string, title: string, value: number | null, more: Partial<Figure> = {}): Figure => {
    return { name, title, value, unit: 'ms', ...more };
  };
  report('sign-in', [
    { name: 'tries', title: 'wrong sign-ins, each ten from an address', value: all, unit: '' },
    { name: 'hashed', title: 'passwords that were hashed and found wrong', value: hashed, unit: '' },
    { name: 'refused', title: 'refused before, by the limit (429)', value: refused, unit: '' },
    {
      name: 'failed',
      title: 'answered otherwise or not at all',
      value: all - hashed - refused,
      unit: '',
      under: 1,
    },
    ms('quiet_p99_ms', 'a viewer’s wait, nothing else, p99', wait(quiet, 0.99)),
    ms('quiet_longest_ms', 'and longest', wait(quiet, 1)),
    ms('plain_p99_ms', 'while as many ask for the hubs, p99', wait(plain, 0.99)),
    ms('plain_longest_ms', 'and longest', wait(plain, 1)),
    ms('p99_ms', 'while they sign in wrongly, p99', wait(signIns, 0.99), { under: 100 }),
    ms('longest_ms', 'and longest', wait(signIns, 1), { under: 250 }),
    { name: 'times_plain', title: 'p99 against that of plain requests', value: times, unit: '×' },
    {
      name: 'cpu_share',
      title: 'of a CPU, all threads, while they sign in',
      value: (signIns.cpuSeconds / Number(seconds)) * 100,
      unit: '%',
    },
  ]);
} finally {
  await server.process.stop();
}

/** Each optimization of the sample hub turned alone: the verdict beside what the hub's own log says: `--seconds N` (90) before and after, `--warm N` (20), `--only cache,batching`. */
import { parseArgs } from 'node:util';
import { impact, switchesAnswer, baseline, type ImpactSignal, type ImpactView } from '@hubscope/core/wire';
import { type z } from 'zod';
import { eventually } from './harness/eventually.js';
import { report, type Figure } from './harness/report.js';
import { serve, type Served } from './harness/server.js';
import { ownChange, readLog, type OwnSignal } from './truth/own-log.js';

const { values: args } = parseArgs({
  options: {
    seconds: { type: 'string', default: '90' },
    warm: { type: 'string', default: '20' },
    only: { type: 'string' },
  },
});
const [seconds, warm] = [Number(args.seconds), Number(args.warm)];
const hub = 'research-hub';
/** What the hub's own log can say too, by the column that it is compared with. */
const compared: Readonly<Record<string, OwnSignal>> = {
  throughput: 'throughput',
  cpu_per_op: 'cpu_per_op',
  'latency.mean': 'latency',
  memory: 'memory',
};

async function ask<T>(server: Served, schema: z.ZodType<T>, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${server.api}/api/v1${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return schema.parse(await answer.json());
}

/** Waits until this moment (s since the epoch) lies so far back that its second has closed. */
async function passed(second: number): Promise<void> {
  const what = `second ${String(second)} has passed`;
  await eventually({ what, withinMs: 1000 * (seconds + warm + 60) }, () =>
    Promise.resolve(Date.now() / 1000 > second ? true : null),
  );
}

interface Measured {
  readonly name: string;
  readonly found: ImpactView;
  /** The change by the hub's own log, by column; null where it can't be told. */
  readonly own: Readonly<Record<string, number | null>>;
}

/** One switch: off, then on, each for so long. */
async function measure(name: string): Promise<Measured> {
  const server = await serve({ args: ['serve', '--demo'] });
  try {
    const control = (await server.process.line(/^sample hub\s+switches at (\S+)$/))[1] ?? '';
    const begun = Math.ceil(Date.now() / 1000) + warm;
    await passed(begun + seconds + 2);
    const before = { from: begun * 1000, to: (begun + seconds) * 1000 };
    await ask(server, baseline, '/baselines', { hub, name: `before ${name}`, ...before });
    await ask(server, switchesAnswer, `/hubs/${hub}/switches`, { name, on: true });
    await passed(Date.now() / 1000 + seconds + 2);
    const found = await ask(server, impact, `/hubs/${hub}/impact`);
    const log = await readLog(control);
    const after = { from: found.since ?? 0, to: found.until ?? 0 };
    const own = Object.entries(compared).map(([column, signal]) => [
      column,
      ownChange(log, signal, before, after),
    ]);
    return { name, found, own: Object.fromEntries(own) as Record<string, number | null> };
  } finally {
    await server.process.stop();
  }
}

const percent = (value: number | null): string =>
  value === null ? '—' : `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)} %`;

const figures: Figure[] = [];
let [agreeing, told] = [0, 0];

function row(name: string, signal: ImpactSignal, own: number | null): void {
  const { change, low, high, verdict } = signal;
  const inside = own === null || low === null || high === null ? null : own >= low && own <= high;
  if (inside !== null) {
    told += 1;
    agreeing += Number(inside);
  }
  const cells = [
    name,
    signal.title,
    percent(own),
    percent(change),
    `${percent(low)} to ${percent(high)}`,
    verdict,
    inside === null ? '—' : inside ? 'yes' : 'NO',
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
  const key = `${name}_${signal.signal.replace('.', '_')}`;
  figures.push(
    {
      name: `${key}_own`,
      title: `${name}, ${signal.title}, own log`,
      value: own === null ? null : 100 * own,
      unit: '%',
    },
    {
      name: `${key}_told`,
      title: `${name}, ${signal.title}, Hubscope`,
      value: change === null ? null : 100 * change,
      unit: '%',
    },
  );
}

const all = ['cache', 'batching', 'balancing', 'transfer'];
process.stdout.write(`each switch off for ${String(seconds)} s, then on for ${String(seconds)} s\n\n`);
process.stdout.write('| switched on | signal | own log | Hubscope | interval | verdict | own log in it |\n');
process.stdout.write('|---|---|--:|--:|--:|---|---|\n');
for (const name of args.only?.split(',') ?? all) {
  const { found, own } = await measure(name);
  for (const signal of found.signals) {
    const known = own[signal.signal];
    if (known !== undefined) row(name, signal, known);
  }
}
process.stdout.write('\n');
figures.push({
  name: 'agreement_percent',
  title: 'own log within the interval',
  value: told === 0 ? null : (100 * agreeing) / told,
  unit: '%',
  over: 95,
});
report('truth', figures);

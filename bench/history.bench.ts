/** A day of seconds asked for a thousand pixels, beside VictoriaMetrics with the same day: `--data FOLDER` (of `npm run simulate -- --keep FOLDER`), else it makes one, `--rounds N` (40), `--hours N` (24). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runDay } from './day/run.js';
import { costOf } from './harness/cost.js';
import { eventually } from './harness/eventually.js';
import { installed, Peer } from './harness/peer.js';
import { quantile, report } from './harness/report.js';
import { serve, type Served } from './harness/server.js';

const { values: args } = parseArgs({
  options: {
    data: { type: 'string' },
    rounds: { type: 'string', default: '40' },
    hours: { type: 'string', default: '24' },
  },
});
if (!installed('victoria-metrics')) {
  process.stderr.write('Not installed: victoria-metrics. On Debian: apt-get install victoria-metrics\n');
  process.exit(2);
}
const rounds = Number(args.rounds);
const hours = Number(args.hours);
const components = 20;
/** Of each component; the first of the hub itself too. */
const signals = ['throughput', 'busy', 'latency'] as const;
const series = components * signals.length;
const hub = 'simulated';
/** The step that the API chooses for a day and a thousand pixels, ms. */
const step = 120_000;

type Columns = Readonly<Record<string, readonly (number | null)[]>>;

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${String(answer.status)}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Gives VictoriaMetrics every second of every component, as its import of JSON lines takes them. */
async function copy(server: Served, peer: Peer, from: number, to: number): Promise<number> {
  const page = 1_800_000;
  let samples = 0;
  for (let start = from; start < to; start += page) {
    const query = `from=${String(start)}&to=${String(Math.min(to, start + page))}&step=1000&signals=${signals.join(',')}`;
    const base = `${server.api}/api/v1/hubs/${hub}/history?${query}`;
    const lines: string[] = [];
    const add = (time: readonly number[], columns: Columns, labels: Record<string, string>): void => {
      for (const [name, values] of Object.entries(columns)) {
        const known = values.flatMap((value, at) => (value === null ? [] : [{ value, time: time[at] }]));
        samples += known.length;
        const [of, at] = [known.map(({ value }) => value), known.map(({ time: moment }) => moment)];
        lines.push(JSON.stringify({ metric: { __name__: name, ...labels }, values: of, timestamps: at }));
      }
    };
    const whole = await json<{ time: number[]; signals: Columns }>(base);
    add(whole.time, whole.signals, { of: 'hub' });
    for (const key of await keys(server)) {
      const part = await json<{ time: number[]; signals: Columns }>(
        `${base}&component=${encodeURIComponent(key)}`,
      );
      add(part.time, part.signals, { of: 'component', component: key });
    }
    const sent = await fetch(`${peer.url}/api/v1/import`, { method: 'POST', body: lines.join('\n') });
    if (!sent.ok) throw new Error(`VictoriaMetrics answered ${String(sent.status)}`);
  }
  return samples;
}

let known: string[] | null = null;
async function keys(server: Served): Promise<string[]> {
  const to = String(last);
  known ??= Object.keys(
    (
      await json<{ components: Record<string, unknown> }>(
        `${server.api}/api/v1/hubs/${hub}/history?from=${String(last - 60_000)}&to=${to}&step=60000&signals=${signals[0]}&components=*`,
      )
    ).components,
  );
  return known;
}

interface Times {
  readonly p50: number;
  readonly p95: number;
}

/** Asks for the same in turns, each time for a range that is a little older, so that no answer can be kept. */
async function timed(urls: readonly ((ago: number) => string)[]): Promise<Times[]> {
  const took: number[][] = urls.map(() => []);
  for (let round = -5; round < rounds; round += 1) {
    for (const [at, url] of urls.entries()) {
      const address = url(Math.abs(round) * step);
      const begun = performance.now();
      const answer = await fetch(address);
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${address} answered ${String(answer.status)}`);
      // The first ones warm both up.
      if (round >= 0) took[at]?.push(performance.now() - begun);
    }
  }
  return took.map((each) => ({ p50: quantile(each, 0.5) ?? NaN, p95: quantile(each, 0.95) ?? NaN }));
}

const folder = args.data ?? mkdtempSync(join(tmpdir(), 'hubscope-bench-'));
if (args.data === undefined) {
  process.stdout.write(`a day of ${String(components)} components is made …\n`);
  const plan = { name: hub, components, operations: 10, seed: 1, spikeAt: null };
  await runDay({ folder, hubs: [plan], to: Math.floor(Date.now() / 1000), seconds: hours * 3600 });
}
const server = await serve({ args: ['serve', '--data', folder] });
const peer = await Peer.start(
  'victoria-metrics',
  (data, address) => [
    `-storageDataPath=${data}/data`,
    `-httpListenAddr=${address}`,
    '-retentionPeriod=1y',
    '-search.disableCache',
  ],
  '/health',
);
const hubs = await json<{ name: string; last_second: number | null }[]>(`${server.api}/api/v1/hubs`);
const newest = hubs.find(({ name }) => name === hub)?.last_second ?? null;
if (newest === null) throw new Error(`${folder} has no hub ${hub}`);
const last = Math.floor((newest * 1000) / step) * step;
const first = last - hours * 3_600_000;
try {
  const samples = await copy(server, peer, first, last);
  await fetch(`${peer.url}/internal/force_flush`);
  await eventually({ what: 'the day in VictoriaMetrics', withinMs: 60_000 }, async () => {
    const asked = `query=count(last_over_time(${signals[2]}[1h]))&time=${String(last / 1000)}`;
    const { data } = await json<{ data: { result: { value: [number, string] }[] } }>(
      `${peer.url}/api/v1/query?${asked}`,
    );
    return Number(data.result[0]?.value[1]) >= components ? true : null;
  });
  const own = (ago: number, names: readonly string[], more: string): string =>
    `${server.api}/api/v1/hubs/${hub}/history?from=${String(first - ago)}&to=${String(last - ago)}&signals=${names.join(',')}${more}`;
  const theirs = (ago: number, query: string): string =>
    `${peer.url}/api/v1/query_range?query=${encodeURIComponent(query)}&start=${String((first - ago) / 1000)}&end=${String((last - ago) / 1000)}&step=${String(step / 1000)}s`;
  const span = `[${String(step / 1000)}s]`;
  const [plain] = signals;
  const all = `{__name__=~"${signals.join('|')}",of="component"}`;
  const [one, oneTheirs, oneMean, drawn] = await timed([
    (ago) => own(ago, [plain], `&step=${String(step)}`),
    (ago) => theirs(ago, `${plain}{of="hub"}`),
    (ago) => theirs(ago, `avg_over_time(${plain}{of="hub"}${span})`),
    (ago) => own(ago, [plain], '&points=1000'),
  ]);
  const [many, manyTheirs, manyMean] = await timed([
    (ago) => own(ago, signals, `&step=${String(step)}&components=*`),
    (ago) => theirs(ago, all),
    (ago) => theirs(ago, `avg_over_time(${all}${span})`),
  ]);
  const pair = (name: string, title: string, times: Times | undefined, under?: number) => [
    { name: `${name}_p50_ms`, title: `${title}, p50`, value: times?.p50 ?? null, unit: 'ms' },
    {
      name: `${name}_p95_ms`,
      title: `${title}, p95`,
      value: times?.p95 ?? null,
      unit: 'ms',
      ...(under === undefined ? {} : { under }),
    },
  ];
  report('history', [
    ...pair('one', 'one series', one, 25),
    ...pair('drawn', 'one series with min and max, points=1000', drawn, 25),
    ...pair('one_victoria', 'one series, VictoriaMetrics, a sample a step', oneTheirs),
    ...pair('one_victoria_mean', 'one series, VictoriaMetrics, avg_over_time', oneMean),
    ...pair('many', 'many series', many, manyTheirs?.p95),
    ...pair('many_victoria', 'many series, VictoriaMetrics, a sample a step', manyTheirs),
    ...pair('many_victoria_mean', 'many series, VictoriaMetrics, avg_over_time', manyMean),
    { name: 'series', title: 'many series are', value: series, unit: '' },
    { name: 'samples', title: 'samples loaded', value: samples, unit: '' },
    { name: 'rss_mb', title: 'Hubscope, resident', value: costOf(server.process.pid).rssMb, unit: 'MB' },
    {
      name: 'rss_victoria_mb',
      title: 'VictoriaMetrics, resident',
      value: costOf(peer.pid).rssMb,
      unit: 'MB',
    },
  ]);
} finally {
  await Promise.all([server.process.stop(), peer.stop()]);
  if (args.data === undefined) rmSync(folder, { recursive: true, force: true });
}

/** A day of hubs through the real stages, in minutes: `--hubs N` (1), `--components N` (20), `--operations N` (10 a second), `--hours N` (24), `--seed N` (1), `--keep FOLDER`. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { config } from '@hubscope/core/wire';
import { signalTables } from '@hubscope/server/stages';
import { diskFigures } from './day/disk.js';
import { runDay, type MemorySample } from './day/run.js';
import { weigh } from './day/weigh.js';
import { quantile, report } from './harness/report.js';

const { values: args } = parseArgs({
  options: {
    hubs: { type: 'string', default: '1' },
    components: { type: 'string', default: '20' },
    operations: { type: 'string', default: '10' },
    hours: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
});
/** What is not kept ends then, so that the same seed gives the same file; s since the epoch. */
const fixedEnd = 1_767_225_600;

function count(name: 'hubs' | 'components' | 'operations' | 'hours' | 'seed', most: number): number {
  const value = Number(args[name]);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  process.stderr.write(`--${name} is a whole number from 1 to ${String(most)}\n`);
  process.exit(2);
}

const [hubs, components] = [count('hubs', 100), count('components', 1000)];
const [operations, hours, seed] = [
  count('operations', 10_000),
  count('hours', 31 * 24),
  count('seed', 2 ** 31),
];
const folder = args.keep === undefined ? mkdtempSync(join(tmpdir(), 'hubscope-day-')) : resolve(args.keep);
if (args.keep !== undefined && existsSync(folder) && readdirSync(folder).length > 0) {
  process.stderr.write(`${folder} is not empty\n`);
  process.exit(2);
}
const seconds = hours * 3600;
const to = args.keep === undefined ? fixedEnd : Math.floor(Date.now() / 1000);
/** A little before the end, off every round number. */
const spikeAt = to - Math.floor(seconds * 0.31) - 7;

function tell({ hour, rssMb, liveMb }: MemorySample): void {
  const cells = [String(hour).padStart(4), liveMb.toFixed(1).padStart(10), rssMb.toFixed(1).padStart(10)];
  process.stdout.write(`${cells.join('  ')}\n`);
}

process.stdout.write(
  `${String(hubs)} × ${String(components)} components, ${String(operations)} operations/s a hub, ${String(hours)} h\n\n`,
);
process.stdout.write('hour   in use MB  resident MB\n');
const day = await runDay({
  folder,
  to,
  seconds,
  hubs: Array.from({ length: hubs }, (_, at) => ({
    name: hubs === 1 ? 'simulated' : `simulated-${String(at + 1)}`,
    components,
    operations,
    seed: seed + at,
    spikeAt,
  })),
  hour: tell,
});
process.stdout.write('\n');

const { table } = signalTables(config.parse({}));
const file = join(folder, 'hubscope.duckdb');
const disk = existsSync(file) ? diskFigures(await weigh(file, table), seconds) : [];
const end = day.samples.at(-1);
/** A single hour is some percent off, by what waits for the disk at its end: the mean of three, MB. */
const around = (hour: number): number | null => {
  const near = day.samples.filter((sample) => sample.hour > hour - 3 && sample.hour <= hour);
  return near.length < 3 ? null : near.reduce((sum, { liveMb }) => sum + liveMb, 0) / near.length;
};
const [half, whole] = [around(Math.floor(hours / 2)), around(hours)];
const growth = half === null || whole === null ? null : 100 * (whole / half - 1);
report('simulate', [
  { name: 'took_s', title: 'the day took', value: day.took, unit: 's' },
  { name: 'cpu_s', title: 'CPU, simulation included', value: day.cpuSeconds, unit: 's' },
  { name: 'points', title: 'points written', value: day.points, unit: '' },
  { name: 'live_mb', title: 'memory in use at the end', value: end?.liveMb ?? null, unit: 'MB' },
  {
    name: 'rss_mb',
    title: 'resident memory, highest at an hour',
    value: Math.max(...day.samples.map(({ rssMb }) => rssMb)),
    unit: 'MB',
    under: 250,
  },
  {
    name: 'database_mb',
    title: 'the database’s process, resident, highest',
    value: quantile(
      day.samples.flatMap(({ databaseMb }) => databaseMb ?? []),
      1,
    ),
    unit: 'MB',
  },
  {
    name: 'growth_percent',
    title: 'growth of memory in use over the second half, means of three hours',
    value: growth,
    unit: '%',
    // Less than half a day is too short to tell growth from filling up.
    ...(hours < 24 ? {} : { under: 2 }),
  },
  ...disk,
]);
if (args.keep === undefined) rmSync(folder, { recursive: true, force: true });
else
  process.stdout.write(
    `\nKept: hubscope serve --data ${folder}\nOne operation of 5 s at ${new Date(spikeAt * 1000).toISOString()}\n`,
  );

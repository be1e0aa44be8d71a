/** The impact engine in simulation: false verdicts, coverage, time to a verdict, load, change points, cost: `--quick`, `--runs N` (1000), `--seed N` (1), `--only nothing,load,effects,changes,growth,cost`, `--kinds a,b`. */
import { growthSpans, type GrowthSpan } from '@hubscope/core/growth';
import { parseArgs } from 'node:util';
import { report, type Figure } from './harness/report.js';
import { falseInWeek, findChanges, secondsForDay } from './simulation/changes.js';
import { comparisonCost } from './simulation/cost.js';
import { effectTimes } from './simulation/effect.js';
import { growthFound, memories } from './simulation/growth.js';
import { diurnal, loadScenes, verdictsFromLoad } from './simulation/load.js';
import { nothingChanged } from './simulation/nothing.js';
import { kinds } from './simulation/series.js';

const { values: args } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    kinds: { type: 'string' },
  },
});
const runs = Number(args.runs ?? (args.quick ? 40 : 1000));
const seed = Number(args.seed);
const hours = args.quick ? 2 : 24;
/** Seconds of a baseline: of A/A runs, and of those with an effect. */
const [shortBaseline, longBaseline] = [600, 3600];
const figures: Figure[] = [];
const percent = (share: number): number => 100 * share;
const text = (share: number): string => `${percent(share).toFixed(1)} %`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function row(...cells: readonly string[]): void {
  say(`| ${cells.join(' | ')} |`);
}

function head(title: string, ...cells: readonly string[]): void {
  say(`\n${title}\n`);
  row(...cells);
  row(...cells.map((_, index) => (index === 0 ? '---' : '--:')));
}

function nothing(): void {
  head(
    `Nothing changed, a look every second for ${String(hours)} h; ${String(runs)} runs each, seeds from ${String(seed)}`,
    'noise',
    'baseline',
    'wrong verdicts',
    'truth in the interval at every look',
  );
  const chosen = args.kinds?.split(',');
  for (const kind of kinds) {
    if (chosen?.includes(kind.name) === false) continue;
    const found = nothingChanged(kind, runs, seed, shortBaseline, hours * 3600);
    row(kind.title, `${String(shortBaseline / 60)} min`, text(found.wrong), text(found.covered));
    figures.push(
      {
        name: `wrong_${kind.name}_percent`,
        title: `wrong verdicts, ${kind.title}`,
        value: percent(found.wrong),
        unit: '%',
        under: 5,
      },
      {
        name: `uncovered_${kind.name}_percent`,
        title: `truth ever outside, ${kind.title}`,
        value: percent(1 - found.covered),
        unit: '%',
        under: 5,
      },
    );
  }
}

function load(): void {
  head(
    `Only the load changed; ${String(runs)} runs of the day, ${String(Math.min(runs, 200))} of the others, seeds from ${String(seed)}`,
    'hub',
    'load',
    'verdicts on latency',
  );
  const measure = (scene: (typeof loadScenes)[number], factor: number, every: number): void => {
    const scaled = args.quick ? { ...scene, seconds: Math.min(scene.seconds, 7200) } : scene;
    const wrong = verdictsFromLoad(
      scaled,
      factor,
      scene === diurnal ? runs : Math.min(runs, 200),
      seed,
      every,
    );
    row(scene.title, `×${String(factor)}`, text(wrong));
    figures.push({
      name: `load_${scene.name}_${String(factor).replace('.', '_')}_percent`,
      title: `verdicts from load alone, ${scene.title} ×${String(factor)}`,
      value: percent(wrong),
      unit: '%',
      under: 5,
    });
  };
  measure(diurnal, 1, 60);
  for (const scene of loadScenes) for (const factor of [1, 1.15, 2]) measure(scene, factor, 60);
}

function effects(): void {
  head(
    `An effect, CV 0.2, φ 0.5, baseline ${String(longBaseline / 60)} min; ${String(runs)} runs each, seeds from ${String(seed)}`,
    'effect',
    'median s to a verdict',
    '95 % within s',
    'within 3 min',
    'truth in the interval',
    'Welch, fixed length, s',
    'median ÷ Welch',
  );
  for (const effect of [0.05, 0.1, 0.2, 0.5]) {
    const found = effectTimes(effect, runs, seed, longBaseline);
    const ratio = found.median / found.welch;
    row(
      text(effect),
      String(found.median),
      String(found.p95),
      text(found.threeMinutes),
      text(found.covered),
      String(found.welch),
      ratio.toFixed(2),
    );
    const name = String(percent(effect));
    const promised = effect < 0.5 ? { under: 2.5 } : {};
    figures.push(
      { name: `median_${name}_s`, title: `${name} % proven, median`, value: found.median, unit: 's' },
      { name: `welch_${name}_s`, title: `Welch test for ${name} %`, value: found.welch, unit: 's' },
      { name: `ratio_${name}`, title: `${name} %: median ÷ Welch`, value: ratio, unit: '×', ...promised },
    );
    if (effect !== 0.2) continue;
    const late = percent(1 - found.threeMinutes);
    figures.push({
      name: 'late_20_percent',
      title: '20 % not proven in 3 min',
      value: late,
      unit: '%',
      under: 5,
    });
  }
}

function changes(): void {
  const count = args.quick ? 20 : 200;
  head(
    `Changes of 10 to 50 % in six hours, CV 0.2, φ 0.5; ${String(count)} series, seeds from ${String(seed)}`,
    'found by',
    'precision',
    'recall',
    'F1',
  );
  const { ours, cusum } = findChanges(count, seed);
  for (const [name, found] of [['E-divisive with t-test', ours] as const, ['plain CUSUM', cusum] as const]) {
    row(name, found.precision.toFixed(3), found.recall.toFixed(3), found.f1.toFixed(3));
  }
  figures.push(
    { name: 'changes_f1', title: 'change points, F1', value: ours.f1, unit: '' },
    { name: 'cusum_f1', title: 'plain CUSUM, F1', value: cusum.f1, unit: '' },
  );
  head('A steady week, hourly runs over 24 h', 'φ', 'false changes');
  for (const memory of [0, 0.5]) {
    const found = falseInWeek(memory, seed);
    row(String(memory), String(found));
    figures.push({
      name: `false_changes_week_${String(10 * memory)}`,
      title: `false changes in a steady week, φ ${String(memory)}`,
      value: found,
      unit: '',
      under: 2,
    });
  }
  const took = secondsForDay(seed);
  figures.push({ name: 'changes_24h_s', title: 'changes of 24 h', value: took, unit: 's', under: 2 });
}

function growth(): void {
  const [hourly, daily] = growthSpans;
  if (hourly !== undefined) growthOver(hourly, 'hour', args.quick ? 4 : 24);
  if (daily !== undefined) growthOver(daily, 'day', args.quick ? 1 : 3);
}

function growthOver(span: GrowthSpan, name: string, spans: number): void {
  const count = args.quick ? 10 : Math.min(runs, 200);
  head(
    `Growth of memory over the last ${name}, looked at for ${String(spans)} of it; ${String(count)} runs each, seeds from ${String(seed)}`,
    'memory',
    'growth said of steady memory',
    '“stable” said where it grows by twice the bound',
    '“stable” said of steady memory',
    'truth in the interval',
  );
  for (const kind of memories) {
    const found = growthFound(kind, span, count, seed, spans);
    row(kind.title, text(found.wrong), text(found.missed), text(found.stable), text(found.covered));
    const promised = { unit: '%', under: 5 };
    figures.push(
      {
        name: `growth_${name}_${kind.name}_wrong_percent`,
        title: `growth said of steady memory, ${name}, ${kind.title}`,
        value: percent(found.wrong),
        ...promised,
      },
      {
        name: `growth_${name}_${kind.name}_missed_percent`,
        title: `“stable” said of a leak, ${name}, ${kind.title}`,
        value: percent(found.missed),
        ...promised,
      },
    );
  }
}

async function cost(): Promise<void> {
  const found = await comparisonCost(200, args.quick ? 120 : 600);
  const title = '200 components, CPU a second';
  figures.push(
    { name: 'components_200_mean_ms', title: `${title}, mean`, value: found.cpuMean, unit: 'ms', under: 20 },
    // CPU is that of all threads: the collector's and the compiler's run beside the main one, which others wait for.
    {
      name: 'components_200_wall_p99_ms',
      title: '200 components, main thread held a second, p99',
      value: found.wallP99,
      unit: 'ms',
      under: 20,
    },
    { name: 'components_200_p99_ms', title: `${title}, p99`, value: found.cpuP99, unit: 'ms' },
    {
      name: 'components_200_own_p99_ms',
      title: `${title}, p99, no garbage collected`,
      value: found.ownP99,
      unit: 'ms',
    },
    { name: 'components_200_live_mb', title: 'memory in use', value: found.liveMb, unit: 'MB' },
  );
}

const sections = { cost, growth, changes, effects, load, nothing };
const wanted = args.only?.split(',');
for (const [name, run] of Object.entries(sections)) if (wanted?.includes(name) ?? true) await run();
say('');
report('impact', figures);

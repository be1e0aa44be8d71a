/** Compares `COMPONENTS` components for `SECONDS` seconds as fast as it can, and tells its parent what each second cost. */
import { Distribution } from '@hubscope/core/distribution';
import { Baseline, Comparison } from '@hubscope/core/impact';
import { componentKey, component, hubId, SignalTable, type Point, type Reading } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { mean, quantile } from '../harness/report.js';
import type { Cost } from './cost.js';
import { Random } from './random.js';

const [components = 0, seconds = 0] = process.argv.slice(2).map(Number);
const epoch = 1_700_000_000;
const baselineSeconds = 600;
/** Seconds until code is compiled, which are not counted. */
const warmUpSeconds = 30;
/** The server asks each comparison for its verdicts so often, to keep how its intervals narrowed, s. */
const askedEvery = 10;
const table = new SignalTable();
const random = new Random(1);
const name = componentKey(component('agent', 'compared'));

/** A second of a component with 10 to 14 operations, of which all signals are known that are compared. */
function pointOf(): Point {
  const readings = Array<Reading | null>(table.size).fill(null);
  const put = (signal: string, reading: Reading): void => {
    readings[table.get(signal).index] = reading;
  };
  const operations = 10 + Math.floor(5 * random.uniform());
  const spread = (median: number): Reading => {
    const distribution = new Distribution();
    for (let operation = 0; operation < operations; operation += 1) {
      distribution.record(median * Math.exp(0.5 * random.normal()));
    }
    return { fold: 'distribution', distribution };
  };
  put('throughput', { fold: 'sum', value: operations, seconds: 1 });
  put('busy', { fold: 'sum', value: operations * 0.08, seconds: 1 });
  put('latency', spread(80));
  put('communication', spread(5));
  put('ttft', spread(20));
  put('error_rate', { fold: 'ratio', numerator: random.uniform() < 0.1 ? 1 : 0, denominator: operations });
  put('memory', { fold: 'sum', value: 40 + random.normal(), seconds: 1 });
  put('cpu_per_op', {
    fold: 'ratio',
    numerator: operations * (9 + random.normal()),
    denominator: operations,
  });
  return { hub: hubId('cost'), component: name, second: second(epoch), readings };
}

/** Points that come again and again: to make them anew would leave garbage that is no part of comparing. */
const pool = Array.from({ length: 1000 }, pointOf);

function draw(at: number): Point {
  const point = pool[Math.floor(random.uniform() * pool.length)];
  if (point === undefined) throw new Error('the pool is empty');
  return { ...point, second: second(epoch + at) };
}

const comparisons = Array.from({ length: components }, (_, index) => {
  const before = new Baseline(table, second(epoch));
  for (let at = 0; at < baselineSeconds; at += 1) before.push(draw(at));
  // As the server does: those that began together take turns, and so do the signals of each.
  return new Comparison(table, before, second(epoch + baselineSeconds + (index % 10)), { atOnce: 2 });
});

/** Pauses for collecting garbage; they are told some turns of the loop later. */
const pauses: PerformanceEntry[] = [];
new PerformanceObserver((list) => {
  pauses.push(...list.getEntries());
}).observe({ entryTypes: ['gc'] });

const [cpu, wall]: [number[], number[]] = [[], []];
/** When each second was begun. */
const begins: number[] = [];
const counted = baselineSeconds + warmUpSeconds;
for (let at = baselineSeconds; at < counted + seconds; at += 1) {
  const points = comparisons.map(() => draw(at));
  const [used, begun] = [process.cpuUsage(), performance.now()];
  comparisons.forEach((comparison, index) => {
    const point = points[index];
    if (point !== undefined) comparison.push(point);
    if (at % askedEvery === index % askedEvery) comparison.impact();
    else comparison.look();
  });
  const { user, system } = process.cpuUsage(used);
  const took = performance.now() - begun;
  await setImmediate();
  if (at < counted) continue;
  cpu.push((user + system) / 1000);
  wall.push(took);
  begins.push(begun);
}
globalThis.gc?.();
for (let turn = 0; turn < 10; turn += 1) await setImmediate();
const own = cpu.map((used, place) => {
  const [from, took] = [begins[place] ?? 0, wall[place] ?? 0];
  const within = pauses.filter(({ startTime }) => startTime >= from && startTime < from + took);
  return Math.max(0, used - within.reduce((sum, { duration }) => sum + duration, 0));
});
const { heapUsed, external } = process.memoryUsage();
const told: Cost = {
  cpuMean: mean(cpu) ?? NaN,
  cpuP99: quantile(cpu, 0.99) ?? NaN,
  ownP99: quantile(own, 0.99) ?? NaN,
  wallP99: quantile(wall, 0.99) ?? NaN,
  liveMb: (heapUsed + external) / 1e6,
};
process.send?.(told);

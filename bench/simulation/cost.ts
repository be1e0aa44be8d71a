import { Distribution } from '@hubscope/core/distribution';
import { Baseline, Comparison } from '@hubscope/core/impact';
import { componentKey, component, hubId, SignalTable, type Point, type Reading } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import { Random } from './random.js';

/** Milliseconds of CPU a second that comparing so many components takes. */
export interface Cost {
  readonly mean: number;
  readonly p99: number;
  readonly max: number;
}

const epoch = 1_700_000_000;
const table = new SignalTable();

function pointOf(random: Random, name: string, at: number): Point {
  const readings = Array<Reading | null>(table.size).fill(null);
  const put = (signal: string, reading: Reading): void => {
    readings[table.get(signal).index] = reading;
  };
  const operations = 10 + Math.floor(5 * random.uniform());
  const latency = new Distribution();
  const communication = new Distribution();
  for (let operation = 0; operation < operations; operation += 1) {
    latency.record(80 * Math.exp(0.5 * random.normal()));
    communication.record(5 * Math.exp(0.5 * random.normal()));
  }
  put('throughput', { fold: 'sum', value: operations, seconds: 1 });
  put('busy', { fold: 'sum', value: operations * 0.08, seconds: 1 });
  put('latency', { fold: 'distribution', distribution: latency });
  put('communication', { fold: 'distribution', distribution: communication });
  put('error_rate', { fold: 'ratio', numerator: random.uniform() < 0.1 ? 1 : 0, denominator: operations });
  put('memory', { fold: 'sum', value: 40 + random.normal(), seconds: 1 });
  put('cpu_per_op', {
    fold: 'ratio',
    numerator: operations * (9 + random.normal()),
    denominator: operations,
  });
  return {
    hub: hubId('cost'),
    component: componentKey(component('agent', name)),
    second: second(epoch + at),
    readings,
  };
}

/** Points of a component that come again and again: to make them anew each second would leave garbage that is no part of comparing. */
const pool = 40;
/** Seconds until code is compiled, which are not counted. */
const warmUpSeconds = 30;

/** Runs so many components second by second, each asked for its impact every second. */
export function comparisonCost(components: number, seconds: number): Cost {
  const random = new Random(1);
  const baseline = 600;
  const pools = Array.from({ length: components }, (_, index) =>
    Array.from({ length: pool }, () => pointOf(random, `c${String(index)}`, 0)),
  );
  const draw = (points: readonly Point[], at: number): Point => {
    const point = points[Math.floor(random.uniform() * pool)];
    if (point === undefined) throw new Error('the pool is empty');
    return { ...point, second: second(epoch + at) };
  };
  const comparisons = pools.map((points, index) => {
    const before = new Baseline(table, second(epoch));
    for (let at = 0; at < baseline; at += 1) before.push(draw(points, at));
    // As the server does: those that began together take turns, and so do the signals of each.
    return new Comparison(table, before, second(epoch + baseline + (index % 10)), { atOnce: 2 });
  });
  const took: number[] = [];
  for (let at = baseline; at < baseline + warmUpSeconds + seconds; at += 1) {
    const points = pools.map((each) => draw(each, at));
    const begun = process.cpuUsage();
    comparisons.forEach((comparison, index) => {
      const point = points[index];
      if (point !== undefined) comparison.push(point);
      comparison.impact();
    });
    const { user, system } = process.cpuUsage(begun);
    if (at >= baseline + warmUpSeconds) took.push((user + system) / 1000);
  }
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.max(0, Math.ceil(share * took.length) - 1)] ?? 0;
  return { mean: took.reduce((sum, each) => sum + each, 0) / took.length, p99: at(0.99), max: at(1) };
}

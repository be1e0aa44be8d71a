/** Rules evaluated each second by the judge alone: what a second takes, in time and in garbage. */
import { PerformanceObserver } from 'node:perf_hooks';
import type { Records, StoredRecord } from '@hubscope/core/record';
import { Distribution } from '@hubscope/core/distribution';
import { hubId, SignalTable, type Point, type Reading } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import { rule } from '@hubscope/core/wire';
import { finish, Judge } from '@hubscope/server/judge';
import { quantile, type Figure } from '../harness/report.js';

const table = new SignalTable();
const hub = hubId('shop');
const start = 1_700_000_000;
const watched = [
  'latency',
  'latency.p95',
  'latency.p99',
  'throughput',
  'error_rate',
  'busy',
  'memory',
  'cpu',
];
/** Values lie in [0, 1) of this much; a rule at its very end is broken in the stated part of all seconds. */
const scale = 1000;

/** Records that take the time of nothing, so that the judge alone is measured. */
const records: Records = {
  commit: (): Promise<void> => Promise.resolve(),
  load: (): Promise<readonly StoredRecord[]> => Promise.resolve([]),
};

let state = 1;
/** A number in [0, 1) that looks random and is the same in every run (Park and Miller). */
function random(): number {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

const latencies = Array.from({ length: 64 }, () => {
  const distribution = new Distribution();
  for (let n = 0; n < 20; n += 1) distribution.record(scale * random());
  return distribution;
});

function pointAt(which: number, component: string | null): Point {
  const readings = table.signals.map((signal): Reading | null => {
    if (signal.fold === 'sum') return { fold: 'sum', value: scale * random(), seconds: 1 };
    if (signal.fold === 'ratio') return { fold: 'ratio', numerator: random(), denominator: 1 };
    const distribution = latencies[Math.floor(random() * latencies.length)];
    return signal.fold === 'cores' || distribution === undefined
      ? null
      : { fold: 'distribution', distribution };
  });
  return { hub, component, second: second(which), readings };
}

export interface RulesAsked {
  readonly rules: number;
  readonly components: number;
  readonly seconds: number;
  /** The part of all values that lie in breach, 0–1. */
  readonly breached: number;
}

/** Evaluates rules on every component for some simulated seconds. */
export async function rulesEvaluated({
  rules,
  components,
  seconds,
  breached,
}: RulesAsked): Promise<Figure[]> {
  const clock = new SimulatedClock(millis(start * 1000));
  const judge = new Judge({
    clock,
    table,
    records,
    past: { history: () => Promise.resolve([]) },
    rules: Array.from({ length: rules }, (_, n) =>
      rule.parse({
        name: `rule ${String(n)}`,
        signal: watched[n % watched.length],
        condition: 'above',
        threshold: scale * (1 - breached),
        approach: 1,
        component: '*',
      }),
    ),
    notifications: () => [],
    committed: () => undefined,
    changed: () => undefined,
    log: { error: () => undefined },
  });
  await judge.restore();

  let collections = 0;
  let longestPause = 0;
  const collector = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      collections += 1;
      longestPause = Math.max(longestPause, duration);
    }
  });
  collector.observe({ entryTypes: ['gc'] });

  const names = Array.from({ length: components }, (_, n) => `agent:${String(n)}`);
  const took: number[] = [];
  const cpu: number[] = [];
  const heap: number[] = [];
  for (let n = 0; n < seconds; n += 1) {
    const which = start + n;
    const closed = {
      hub,
      second: second(which),
      point: pointAt(which, null),
      components: names.map((name) => pointAt(which, name)),
      amended: false,
      lagMs: 0,
    };
    clock.advance(1000);
    const before = performance.now();
    const spent = process.cpuUsage();
    finish(judge.tick());
    finish(judge.second(closed));
    const { user, system } = process.cpuUsage(spent);
    took.push(performance.now() - before);
    cpu.push((user + system) / 1000);
    heap.push(process.memoryUsage().heapUsed / 1e6);
    // The collector's notes and the journal have their turn, as between real seconds.
    await new Promise((resolve) => setImmediate(resolve));
  }
  // The first seconds make places and machines, and run before they are compiled.
  const warm = Math.min(20, Math.floor(took.length / 4));
  const [steady, steadyCpu] = [took.slice(warm), cpu.slice(warm)];
  const active = judge.alerts().alerts.length;
  return [
    { name: 'rules', title: 'rules', value: rules, unit: '' },
    { name: 'components', title: 'components', value: components, unit: '' },
    { name: 'pairs', title: 'rules × components', value: rules * components, unit: '' },
    { name: 'active', title: 'alerts that are more than quiet at the end', value: active, unit: '' },
    { name: 'second_median_ms', title: 'a second, median', value: quantile(steady, 0.5), unit: 'ms' },
    { name: 'second_p95_ms', title: 'a second, P95', value: quantile(steady, 0.95), unit: 'ms', under: 20 },
    { name: 'second_max_ms', title: 'a second, longest', value: quantile(steady, 1), unit: 'ms' },
    {
      name: 'cpu_median_ms',
      title: 'CPU time of a second, median',
      value: quantile(steadyCpu, 0.5),
      unit: 'ms',
    },
    { name: 'cpu_p95_ms', title: 'CPU time of a second, P95', value: quantile(steadyCpu, 0.95), unit: 'ms' },
    { name: 'first_ms', title: 'the first second', value: took[0] ?? null, unit: 'ms' },
    { name: 'gc', title: 'garbage collections, the data’s own included', value: collections, unit: '' },
    { name: 'gc_longest_ms', title: 'the longest of them', value: longestPause, unit: 'ms' },
    { name: 'heap_mb', title: 'heap, median', value: quantile(heap, 0.5), unit: 'MB' },
  ];
}

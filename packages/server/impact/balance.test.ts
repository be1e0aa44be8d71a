import { hubId, SignalTable, type Point, type Reading } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import { describe, expect, it } from 'vitest';
import { Balance, RecentWork } from './balance.js';

const table = new SignalTable();
const hub = hubId('shop');

function point(component: string | null, name: string, reading: Reading): Point {
  const readings: (Reading | null)[] = table.signals.map(() => null);
  readings[table.get(name).index] = reading;
  return { hub, component, second: second(0), readings };
}

const busy = (component: string, value: number): Point =>
  point(component, 'busy', { fold: 'sum', value, seconds: 1 });

function closed(
  at: number,
  cores: readonly (number | null)[],
  cpu: Readonly<Record<string, number>>,
): ClosedSecond {
  return {
    hub,
    second: second(at),
    point: point(null, 'cpu_cores', { fold: 'cores', cores }),
    components: [],
    cpuByInstance: new Map(Object.entries(cpu)),
    amended: false,
    lagMs: 0,
  };
}

describe('the balance of work', () => {
  it('is the busiest over the mean, by kind of component, before and since', () => {
    const balance = new Balance(table);
    balance.before([busy('agent:a', 3), busy('agent:b', 1), busy('tool:x', 1)]);
    const since = {
      ...closed(0, [], {}),
      components: [busy('agent:a', 1), busy('agent:b', 1), busy('tool:x', 9)],
    };
    balance.add(since);
    expect(balance.rows()).toEqual([
      {
        of: 'agents',
        count: 2,
        before: 1.5,
        after: 1,
        words: 'the busiest agent has 1.0 times the mean of 2, 1.5 in the baseline',
      },
    ]);
  });

  it('is known of cores and processes where a baseline was captured from the last hour', () => {
    const recent = new RecentWork(table);
    for (let at = 0; at < 180; at += 1)
      recent.add(closed(at, at < 120 ? [90, 10, null] : [50, 50, 50], { p: 0.6, q: 0.2 }));
    const kept = recent.over(second(0), second(130));
    expect(kept).toEqual([
      { of: 'core', count: 2, ratio: 1.8 },
      { of: 'instance', count: 2, ratio: expect.closeTo(1.5, 9) as number },
    ]);
    const balance = new Balance(table, kept);
    balance.add(closed(200, [40, 40], { p: 0.4, q: 0.4 }));
    expect(balance.rows()).toMatchObject([
      { of: 'cores', before: 1.8, after: 1 },
      { of: 'instances', count: 2, after: 1 },
    ]);
    expect(recent.over(second(10), second(50))).toEqual([]);
  });

  it('is none of what is alone, idle, or split on purpose', () => {
    const balance = new Balance(table);
    const components = [
      busy('agent:a', 2),
      busy('tool:x', 0),
      busy('tool:y', 0),
      busy('variant:a', 9),
      busy('variant:b', 1),
    ];
    balance.add({ ...closed(0, [], {}), components });
    expect(balance.rows()).toEqual([]);
  });

  it('remembers an hour, and no more', () => {
    const recent = new RecentWork(table);
    for (let at = 0; at < 2 * 3600; at += 60) recent.add(closed(at, [at < 3600 ? 100 : 50, 50], {}));
    expect(recent.over(second(0), second(3600))).toEqual([]);
    expect(recent.over(second(3600), second(7200))).toEqual([{ of: 'core', count: 2, ratio: 1 }]);
  });
});

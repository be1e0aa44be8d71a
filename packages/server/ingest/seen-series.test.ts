import { hubId } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { beforeEach, describe, expect, it } from 'vitest';
import { SeenSeries, type SeenMetric } from './seen-series.js';

const shop = hubId('shop');
const clock = new SimulatedClock(millis(0));
let seen: SeenSeries;

const toSecond = (seconds: number): void => {
  clock.set(millis(1_764_000_000_000 + seconds * 1000));
};
beforeEach(() => {
  toSecond(0);
  seen = new SeenSeries('statsd', clock);
});

/** A metric arrives. */
function arrives(name: string, hub = shop, text = 'a'): SeenMetric | null {
  const metric = seen.of(hub, name);
  metric?.sample([['queue', text]], []);
  metric?.touch(clock.now());
  return metric;
}

const names = (): string[] => seen.list().map(({ name }) => name);

describe('metrics that arrived lately', () => {
  it('are those of the last minute', () => {
    arrives('a');
    toSecond(50);
    arrives('b');
    toSecond(59);
    expect(seen.list()).toEqual([
      { hub: 'shop', door: 'statsd', type: 'metric', name: 'a', attributes: { queue: 'a' }, signals: [] },
      { hub: 'shop', door: 'statsd', type: 'metric', name: 'b', attributes: { queue: 'a' }, signals: [] },
    ]);
    toSecond(61);
    expect(names()).toEqual(['b']);
  });

  it('are none that were found and did not arrive', () => {
    seen.of(shop, 'a')?.sample([], []);
    expect(names()).toEqual([]);
  });

  it('each tell of some of their series, once each, and of no more text than is little', () => {
    for (let round = 0; round < 2; round += 1)
      for (let each = 0; each < 50; each += 1) arrives('a', shop, String(each));
    expect(seen.list()).toHaveLength(20);
    for (let each = 0; each < 9; each += 1) arrives('b', shop, `${String(each)}${'x'.repeat(3000)}`);
    expect(names().filter((name) => name === 'b')).toHaveLength(2);
    expect(arrives('n'.repeat(2000))).toBeNull();
  });

  it('leave their room to others when they are silent, and come back', () => {
    const first = arrives('metric.0');
    for (let each = 1; each < 5000; each += 1) arrives(`metric.${String(each)}`);
    expect(names().length).toBeLessThanOrEqual(2048);
    toSecond(30);
    expect(arrives('later')).toBeNull();
    toSecond(90);
    arrives('later');
    expect(names()).toEqual(['later']);
    // Whoever holds one that was forgotten holds little.
    expect(first?.samples).toEqual([]);
    arrives('metric.0');
    expect(names()).toEqual(['later', 'metric.0']);
  });

  it('of one hub leave room for those of others', () => {
    for (let each = 0; each < 5000; each += 1) arrives(`metric.${String(each)}`);
    arrives('queue', hubId('bank'));
    expect(seen.list().filter(({ hub }) => hub === 'bank')).toHaveLength(1);
  });

  it('are found again after the clock was set back', () => {
    toSecond(7200);
    for (let each = 0; each < 5000; each += 1) arrives(`metric.${String(each)}`);
    toSecond(0);
    arrives('now');
    expect(names()).toContain('now');
  });

  it('are classic histograms by their own names', () => {
    for (const name of ['job_seconds', 'job_seconds_sum', 'job_seconds_count', 'word_count']) arrives(name);
    expect(names()).toEqual(['job_seconds', 'word_count']);
  });
});

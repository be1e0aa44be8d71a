import { describe, expect, it } from 'vitest';
import { second } from '../time/index.js';
import type { Comparison } from './index.js';
import { compared, epoch, pointOf, type Doing } from './testing/hub.js';
import { normal, randomFrom, type Random } from './testing/random.js';

const minutes = 60;

/** A hub with noise on everything; `factor` multiplies what is named. */
function busyHub(random: Random, factor: Doing = {}): () => Doing {
  const noisy = (mean: number, spread: number): number => mean * Math.exp(spread * normal(random));
  return () => ({
    throughput: Math.round(noisy(40, 0.1) * (factor.throughput ?? 1)),
    latency: noisy(80, 0.1) * (factor.latency ?? 1),
    memory: noisy(50, 0.02) * (factor.memory ?? 1),
    cpu: noisy(12, 0.1) * (factor.cpu ?? 1),
    errors: Math.abs(noisy(0.02, 0.5)),
    queue: factor.queue ?? 0,
  });
}

function signal(comparison: Comparison, name: string) {
  const found = comparison.impact().signals.find((each) => each.signal === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('a comparison', () => {
  it('proves what has changed, by how much, and that the rest is the same', () => {
    const random = randomFrom(1);
    const { comparison, run } = compared(random, 30 * minutes, busyHub(random));
    run(0, 15 * minutes, busyHub(random, { latency: 0.8, cpu: 1.1 }));
    for (const name of ['latency.mean', 'latency.p50', 'latency.p95']) {
      const latency = signal(comparison, name);
      expect(latency).toMatchObject({ verdict: 'improved', reason: null, secondsMore: null });
      expect(latency.low).toBeLessThan(0.2);
      expect(latency.high).toBeGreaterThan(0.2);
      expect((latency.after ?? 0) / (latency.before ?? 1)).toBeCloseTo(0.8, 1);
    }
    expect(signal(comparison, 'cpu_per_op').verdict).toBe('regressed');
    expect(signal(comparison, 'memory').verdict).toBe('same');
    expect(signal(comparison, 'communication.mean')).toMatchObject({
      verdict: 'unknown',
      before: null,
      change: null,
      reason: 'the baseline holds no value of it, or too few',
    });
  });

  it('comes to the same whether it was looked at each second or only once', () => {
    const hub = busyHub(randomFrom(5));
    const doing = Array.from({ length: 50 * minutes }, hub);
    const [watched, once] = [1, 2].map(() =>
      compared(randomFrom(6), 20 * minutes, (at) => doing[at] ?? null),
    );
    if (watched === undefined || once === undefined) throw new Error('nothing is compared');
    const after = (at: number): Doing | null => doing[20 * minutes + at] ?? null;
    for (let at = 0; at < 30 * minutes; at += 1) {
      watched.run(at, at + 1, after);
      watched.comparison.look();
    }
    once.run(0, 30 * minutes, after);
    expect(once.comparison.impact()).toEqual(watched.comparison.impact());
    expect(signal(once.comparison, 'memory').batchesAfter).toBe(179);
  });

  it('is held to less of the chance of error where more than one of its answers is depended on', () => {
    const random = randomFrom(13);
    const { comparison, run } = compared(random, 30 * minutes, busyHub(random));
    run(0, 5 * minutes, busyHub(random, { cpu: 1.1 }));
    const [alone, together] = [1, 10].map((comparisons) => comparison.impact(comparisons));
    for (const [index, one] of (alone?.signals ?? []).entries()) {
      const wide = together?.signals[index];
      expect([wide?.signal, wide?.before, wide?.after]).toEqual([one.signal, one.before, one.after]);
      if (one.low === null || one.high === null || !one.counts) continue;
      expect(wide?.low).toBeLessThan(one.low);
      expect(wide?.high).toBeGreaterThan(one.high);
    }
    expect(together?.overall.low).toBeLessThan(alone?.overall.low ?? -Infinity);
    expect(comparison.impact()).toEqual(alone);
  });

  it('says how much longer it will take, and then is about right', () => {
    const random = randomFrom(11);
    const { comparison, run } = compared(random, 30 * minutes, busyHub(random));
    const after = busyHub(random, { cpu: 0.96 });
    run(0, 60, after);
    const { verdict, secondsMore } = signal(comparison, 'cpu_per_op');
    expect(verdict).toBe('unknown');
    expect(secondsMore).toBeGreaterThanOrEqual(10);
    run(60, 60 + 3 * (secondsMore ?? 0), after);
    expect(signal(comparison, 'cpu_per_op').verdict).toBe('improved');
  });

  it('counts throughput only where the hub was at its limit in both stretches', () => {
    const random = randomFrom(4);
    const quiet = compared(random, 20 * minutes, busyHub(random));
    quiet.run(0, 5 * minutes, busyHub(random, { throughput: 1.5 }));
    expect(signal(quiet.comparison, 'throughput')).toMatchObject({ verdict: 'unknown', counts: false });
    expect(signal(quiet.comparison, 'throughput').change).toBeCloseTo(0.5, 1);
    expect(quiet.comparison.impact().overall.signals).not.toContain('throughput');

    const full = compared(random, 20 * minutes, busyHub(random, { queue: 9 }));
    full.run(0, 5 * minutes, busyHub(random, { throughput: 1.5, queue: 9 }));
    expect(signal(full.comparison, 'throughput')).toMatchObject({ verdict: 'improved', counts: true });

    const closed = compared(random, 20 * minutes, busyHub(random), { closedLoad: true });
    closed.run(0, 5 * minutes, busyHub(random, { throughput: 1.5 }));
    expect(signal(closed.comparison, 'throughput')).toMatchObject({
      verdict: 'improved',
      load: { kind: 'limit' },
    });
    expect(closed.comparison.impact().overall.signals).toContain('throughput');
  });

  it('gives no verdict on latency when the load doubled, and says why', () => {
    const random = randomFrom(5);
    const { comparison, run } = compared(random, 20 * minutes, busyHub(random));
    run(0, 10 * minutes, busyHub(random, { throughput: 2, latency: 1.6 }));
    expect(signal(comparison, 'latency.p95')).toMatchObject({
      verdict: 'unknown',
      change: null,
      reason: 'the two stretches have no load in common',
      load: { kind: 'apart' },
    });
    expect(signal(comparison, 'communication.mean').load.kind).toBe('ignored');
  });

  it('is mixed when one signal is proven better and another worse', () => {
    const random = randomFrom(6);
    const { comparison, run } = compared(random, 20 * minutes, busyHub(random));
    run(0, 10 * minutes, busyHub(random, { memory: 0.7, cpu: 1.4 }));
    const { overall, score } = comparison.impact();
    expect(overall).toMatchObject({ verdict: 'mixed', signals: ['memory', 'cpu_per_op'] });
    expect(overall.change).toBeCloseTo(-0.05, 1);
    expect(score).toBeGreaterThan(45);
    expect(score).toBeLessThan(55);
  });

  it('takes late data in, and comes out as if it had been on time', () => {
    const random = randomFrom(7);
    const before = busyHub(random);
    const stretch = Array.from({ length: 400 }, (_, at) => pointOf(random, 1200 + at, before()));
    const [onTime, late] = [7, 7].map((seed) => {
      const again = randomFrom(seed);
      return compared(again, 1200, busyHub(again)).comparison;
    });
    for (const point of stretch) onTime?.push(point);
    stretch.forEach((point, at) => {
      late?.push(at % 9 === 0 ? pointOf(random, 1200 + at, { memory: 500 }) : point);
      const earlier = stretch[at - 100];
      if (earlier !== undefined && (at - 100) % 9 === 0) late?.push(earlier);
    });
    for (const [at, point] of stretch.entries()) if (at >= 300 && at % 9 === 0) late?.push(point);
    expect(late?.impact()).toEqual(onTime?.impact());
  });

  it('comes out the same where its signals are judged by turns, a few looks later', () => {
    const [whole, turns] = [Infinity, 1].map((atOnce) => {
      const random = randomFrom(12);
      const { comparison, run } = compared(random, 20 * minutes, busyHub(random), { atOnce });
      const after = busyHub(random, { latency: 0.8, cpu: 1.1 });
      for (let at = 0; at < 5 * minutes + 1; at += 1) {
        run(at, at + 1, after);
        comparison.impact();
      }
      return comparison;
    });
    expect(turns?.impact()).not.toEqual(whole?.impact());
    for (let look = 0; look < 10; look += 1) turns?.impact();
    expect(turns?.impact()).toEqual(whole?.impact());
  });

  it('leaves out a warm-up, and counts it', () => {
    const random = randomFrom(8);
    const { comparison, run } = compared(random, 20 * minutes, busyHub(random));
    const start = epoch + 20 * minutes;
    comparison.leaveOut(second(start), second(start + 60));
    run(0, 60, busyHub(random, { memory: 5 }));
    run(60, 600, busyHub(random));
    expect(comparison.impact()).toMatchObject({ seconds: 600, setAside: 60 });
    expect(signal(comparison, 'memory').verdict).toBe('same');
  });

  it('knows nothing without data, and tells targets by the same interval', () => {
    const random = randomFrom(9);
    const targets = [
      { signal: 'memory', change: 0.3 },
      { signal: 'cpu_per_op', change: 0.1 },
    ];
    const { comparison, run } = compared(random, 20 * minutes, busyHub(random), { targets });
    expect(comparison.impact()).toMatchObject({ overall: { verdict: 'unknown', change: null }, score: null });
    expect(signal(comparison, 'memory').target).toEqual({ change: 0.3, state: 'unknown' });
    run(0, 25, busyHub(random, { memory: 0.8, cpu: 0.7 }));
    expect(signal(comparison, 'memory')).toMatchObject({ verdict: 'unknown', low: null, high: null });
    expect(signal(comparison, 'memory').change).toBeCloseTo(0.2, 1);
    run(25, 10 * minutes, busyHub(random, { memory: 0.8, cpu: 0.7 }));
    expect(signal(comparison, 'memory').target?.state).toBe('missed');
    expect(signal(comparison, 'cpu_per_op').target?.state).toBe('met');
  });
});

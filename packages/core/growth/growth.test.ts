import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, randomFrom } from '../impact/testing/random.js';
import { second } from '../time/index.js';
import { GrowthSeries, growthSpans, leastSteps, provenGrowth, theilSen } from './index.js';

const [hour, day] = growthSpans;
const start = 1_700_000_000 - (1_700_000_000 % 86_400);

function series(span = hour): GrowthSeries {
  if (span === undefined) throw new Error('no span');
  return new GrowthSeries(span);
}

/** Seconds of memory: `value` of the seconds since it began. */
function fill(into: GrowthSeries, from: number, to: number, value: (at: number) => number): void {
  for (let at = from; at < to; at += 1) into.add(second(start + at), value(at));
}

describe('a slope', () => {
  it('is that of a line, whatever is missing of it', () => {
    const slope = fc.double({ min: -5, max: 5, noNaN: true });
    const holes = fc.array(fc.boolean(), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(slope, holes, (each, missing) => {
        const steps = missing.map((hole, at) => (hole && at > 1 ? null : 100 + each * at));
        const found = theilSen([steps], 2);
        for (const value of [found?.slope, found?.low, found?.high]) expect(value).toBeCloseTo(each, 6);
      }),
      { numRuns: 50 },
    );
  });

  it('is not moved by a few wild values', () => {
    const steps = Array.from({ length: 60 }, (_, at) => 100 + 0.5 * at + (at % 7 === 3 ? 500 : 0));
    expect(theilSen([steps], 2)?.slope).toBeCloseTo(0.5, 1);
  });

  it('never runs from one stretch to the next', () => {
    const steps = (level: number): number[] => Array.from({ length: 30 }, (_, at) => level + (at % 2));
    const found = theilSen([steps(100), steps(300)], 2);
    expect(found?.slope).toBeCloseTo(0, 6);
    expect(found?.level).toBeGreaterThan(299);
  });

  it('has a wider interval where neighbours lean on each other', () => {
    const width = (memory: number): number => {
      const random = randomFrom(3);
      let state = 0;
      const steps = Array.from({ length: 60 }, () => {
        state = memory * state + Math.sqrt(1 - memory ** 2) * normal(random);
        return 100 + state;
      });
      const found = theilSen([steps], 2);
      return (found?.high ?? 0) - (found?.low ?? 0);
    };
    expect(width(0.8)).toBeGreaterThan(1.5 * width(0));
  });

  it('is none of nothing, or of single values', () => {
    expect(theilSen([], 2)).toBeNull();
    expect(theilSen([[null], [4], []], 2)).toBeNull();
  });
});

describe('growth', () => {
  it('is not known before a quarter of its span', () => {
    const memory = series();
    fill(memory, 0, 60 * leastSteps, () => 50);
    expect(memory.growth()).toBeNull();
    expect(memory.secondsMore()).toBe(60);
    fill(memory, 60 * leastSteps, 60 * leastSteps + 1, () => 50);
    expect(memory.growth()).toMatchObject({ perHour: 0, state: 'stable', bound: 2.5 });
  });

  it('is stable only where the whole interval lies within the bound', () => {
    const random = randomFrom(1);
    const calm = series();
    const wild = series();
    fill(calm, 0, 3600, () => 100 + normal(random));
    fill(wild, 0, 3600, () => 100 * Math.exp(0.8 * normal(random)));
    expect(calm.growth()?.state).toBe('stable');
    const found = wild.growth();
    expect(found?.state).toBe('unknown');
    expect((found?.high ?? 0) - (found?.low ?? 0)).toBeGreaterThan(2 * (found?.bound ?? 0));
  });

  it('is told with an interval that holds it, growing or falling', () => {
    for (const perHour of [12, -12]) {
      const random = randomFrom(2);
      const memory = series();
      fill(memory, 0, 3600, (at) => 100 + (perHour * at) / 3600 + normal(random));
      const found = memory.growth();
      expect(found?.state).toBe(perHour > 0 ? 'growing' : 'falling');
      expect(found?.low).toBeLessThan(perHour);
      expect(found?.high).toBeGreaterThan(perHour);
      expect(found?.level).toBeCloseTo(100 + perHour, 0);
    }
  });

  it('proves in a day what an hour can not', () => {
    const [short, long] = [series(hour), series(day)];
    const random = randomFrom(5);
    for (let at = 0; at < 86_400; at += 10) {
      const value = 200 + (0.5 * at) / 3600 + 3 * normal(random);
      for (const each of [short, long]) each.add(second(start + at), value);
    }
    expect(short.growth()?.state).not.toBe('growing');
    expect(long.growth()).toMatchObject({ state: 'growing' });
    expect(long.growth()?.perHour).toBeCloseTo(0.5, 1);
  });

  it('sets restarts and deployments apart, with what comes just after them', () => {
    const random = randomFrom(4);
    const saw = (at: number): number =>
      50 + (at % 1200) / 600 + 60 * Math.floor(at / 1200) + 0.2 * normal(random);
    const apart = series();
    const whole = series();
    fill(whole, 0, 3600, saw);
    fill(apart, 0, 1200, saw);
    apart.cut(second(start + 1200));
    fill(apart, 1200, 1230, () => 900);
    fill(apart, 1230, 2400, saw);
    apart.cut(second(start + 2400));
    fill(apart, 2400, 3600, saw);
    // Six MB an hour are what it grows by between two restarts; sixty more came with each of them.
    expect(apart.growth()?.perHour).toBeCloseTo(6, 0);
    expect(apart.growth()?.high).toBeLessThan(10);
    expect(whole.growth()?.perHour).toBeGreaterThan(20);
  });

  it('takes no step back, and keeps no more than its span', () => {
    const memory = series();
    fill(memory, 0, 3600, () => 10);
    fill(memory, 3600, 7300, () => 20);
    memory.add(second(start + 7000), 1000);
    expect(memory.stretches().flat()).toEqual(Array.from({ length: 59 }, () => 20));
  });

  it('that is proven is the end nearer to zero, and none where zero lies within', () => {
    expect(provenGrowth({ low: 1, high: 3 })).toBe(1);
    expect(provenGrowth({ low: -3, high: -1 })).toBe(-1);
    expect(provenGrowth({ low: -1, high: 3 })).toBe(0);
  });
});

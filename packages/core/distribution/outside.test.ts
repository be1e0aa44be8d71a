import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distribution } from './distribution.js';
import { fromOutside, tellsValues, type ExplicitHistogram } from './outside.js';

const explicit = fc
  .tuple(
    fc.uniqueArray(fc.double({ min: 0.001, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 }),
    fc.array(fc.nat(50), { minLength: 13, maxLength: 13 }),
  )
  .map(([bounds, counts]): ExplicitHistogram => {
    const ascending = bounds.toSorted((a, b) => a - b);
    return {
      kind: 'explicit',
      bounds: ascending,
      counts: counts.slice(0, ascending.length + 1),
      sum: null,
      min: null,
      max: null,
    };
  });

describe('an explicit histogram', () => {
  it('keeps its count, and its values within its bounds', () => {
    fc.assert(
      fc.property(explicit, (histogram) => {
        const distribution = fromOutside(histogram, 1000);
        const total = histogram.counts.reduce((sum, count) => sum + count, 0);
        expect(distribution.count).toBeCloseTo(total, 6);
        if (total === 0) return;
        expect(distribution.coarse).toBe(true);
        const highest = (histogram.bounds.at(-1) ?? 0) * 1000;
        expect(distribution.quantile(1) ?? Infinity).toBeLessThanOrEqual(highest * 1.01);
        expect(distribution.quantile(0) ?? -1).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('keeps what lies above a last bound that is the bound of a bucket of ours too', () => {
    const histogram = {
      kind: 'explicit',
      bounds: [0.001],
      counts: [0, 1],
      sum: null,
      min: null,
      max: null,
    } as const;
    const distribution = fromOutside(histogram, 1000);
    expect(distribution.count).toBe(1);
    expect(distribution.quantile(0.5)).toBeCloseTo(1);
  });

  it('interpolates within a bucket', () => {
    const counts = [0, 100, 0];
    const histogram = {
      kind: 'explicit',
      bounds: [0.1, 0.2],
      counts,
      sum: 15,
      min: null,
      max: null,
    } as const;
    const distribution = fromOutside(histogram, 1000);
    expect(distribution.quantile(0.5)).toBeGreaterThan(147);
    expect(distribution.quantile(0.5)).toBeLessThan(153);
    expect(distribution.mean()).toBeCloseTo(150);
  });

  it('uses the extremes where it tells them', () => {
    const histogram = { kind: 'explicit', bounds: [1], counts: [0, 10], sum: 30, min: 2, max: 4 } as const;
    const distribution = fromOutside(histogram, 1);
    expect(distribution.min()).toBe(2);
    expect(distribution.max()).toBe(4);
    expect(distribution.quantile(0.5)).toBeGreaterThan(2.8);
    expect(distribution.quantile(0.5)).toBeLessThan(3.2);
  });
});

describe('a histogram without bounds', () => {
  const base = { kind: 'explicit', bounds: [], counts: [4], sum: 2, min: null, max: null } as const;

  it('does not tell where its values lie', () => {
    expect(tellsValues(base)).toBe(false);
    expect(tellsValues({ ...base, min: 0.1, max: 1 })).toBe(false);
    expect(tellsValues({ ...base, bounds: [1], counts: [4, 0] })).toBe(true);
  });

  it('keeps its count and its sum, and never says that its values are zero', () => {
    const distribution = fromOutside(base, 1000);
    expect([distribution.count, distribution.sum, distribution.zeroCount]).toEqual([4, 2000, 0]);
    expect(distribution.quantile(0.95)).toBe(500);
    expect(distribution.coarse).toBe(true);
  });

  it('of no value is empty', () => {
    expect(fromOutside({ ...base, counts: [0] }, 1).count).toBe(0);
    expect(fromOutside({ ...base, counts: [3], sum: 0 }, 1)).toMatchObject({ count: 3, zeroCount: 3 });
  });
});

describe('an exponential histogram', () => {
  const base = { kind: 'exponential', zeroCount: 2, sum: 21, min: 0, max: 8 } as const;

  it('enters at its own scale where that is coarser', () => {
    const distribution = fromOutside({ ...base, scale: 0, offset: 0, counts: [1, 0, 3] }, 1);
    expect(distribution.scale).toBe(0);
    expect(distribution.count).toBe(6);
    expect(distribution.coarse).toBe(true);
    expect(distribution.quantile(0.1)).toBe(0);
  });

  it('is lowered to the recording scale where it is finer', () => {
    const distribution = fromOutside({ ...base, scale: 10, offset: 1024, counts: [4] }, 1);
    expect(distribution.scale).toBe(6);
    expect(distribution.coarse).toBe(false);
    expect(distribution.quantile(1)).toBeGreaterThan(2);
    expect(distribution.quantile(1)).toBeLessThan(2.03);
  });

  it('changes its unit to within a bucket', () => {
    const histogram = { ...base, zeroCount: 0, scale: 6, offset: -64, counts: [10], min: null, max: null };
    // Values near half a second.
    const found = fromOutside(histogram, 1000).quantile(0.5) ?? 0;
    expect(Math.abs(found - 502)).toBeLessThan(8);
  });
});

describe('a histogram of values that no float64 holds', () => {
  const usual = (): Distribution => {
    const distribution = new Distribution();
    distribution.record(40);
    return distribution;
  };

  it.each([2 ** 31 - 2, -(2 ** 31), 1e6, -1e6])(
    'merges with any other, whatever the offset (%i) and the scale',
    (offset) => {
      for (let scale = -10; scale <= 20; scale += 1) {
        const outside = { zeroCount: 0, sum: null, min: null, max: null, kind: 'exponential' } as const;
        const distribution = fromOutside({ ...outside, scale, offset, counts: [1, 1] }, 1000);
        expect(distribution.count).toBe(2);
        const merged = usual();
        merged.merge(distribution);
        merged.merge(fromOutside({ ...outside, scale: 6, offset: -offset - 1, counts: [1] }, 1));
        expect(merged.count).toBe(4);
        expect(Number.isFinite(merged.quantile(0.99))).toBe(true);
      }
    },
  );

  it('ends where its bounds do', () => {
    const outside = { kind: 'explicit', sum: 1e308, min: null, max: null } as const;
    const distribution = fromOutside({ ...outside, bounds: [1e-320, 1, 1e306], counts: [1, 1, 1, 1] }, 1000);
    expect(distribution.count).toBeCloseTo(4);
    expect(Number.isFinite(distribution.mean())).toBe(true);
    const merged = usual();
    merged.merge(distribution);
    expect(merged.max()).toBe(Number.MAX_VALUE);
    expect(Number.isFinite(merged.quantile(1))).toBe(true);
  });
});

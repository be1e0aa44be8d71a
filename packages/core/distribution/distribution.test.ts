import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distribution, maxBuckets } from './distribution.js';

/** Durations from a microsecond to a thousand seconds, in ms, zero among them. */
const duration = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 9, arbitrary: fc.double({ min: -3, max: 6, noNaN: true }).map((exponent) => 10 ** exponent) },
);
const durations = fc.array(duration, { minLength: 1, maxLength: 300 });
/** Values whose range fits the recording scale: 1 ms to 100 s. */
const usual = fc.array(
  fc.double({ min: 0, max: 5, noNaN: true }).map((exponent) => 10 ** exponent),
  {
    minLength: 1,
    maxLength: 300,
  },
);

function of(values: readonly number[]): Distribution {
  const distribution = new Distribution();
  for (const value of values) distribution.record(value);
  return distribution;
}

function contents(distribution: Distribution): unknown {
  const buckets: [number, number][] = [];
  distribution.forEachBucket((count, index) => buckets.push([index, count]));
  const { scale, zeroCount, min, max } = distribution.state();
  return { scale, zeroCount, min, max, buckets, count: distribution.count };
}

function merged(...parts: readonly Distribution[]): Distribution {
  const whole = new Distribution();
  for (const part of parts) whole.merge(part);
  return whole;
}

describe('a quantile', () => {
  it('is within 1 % of the true one', () => {
    fc.assert(
      fc.property(usual, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const sorted = values.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(0, Math.ceil(q * sorted.length * (1 - 1e-12)) - 1)] ?? 0;
        const found = of(values).quantile(q) ?? -1;
        expect(Math.abs(found - truth)).toBeLessThanOrEqual(0.01 * truth);
      }),
    );
  });

  it('stays between the least and the greatest value, zeros and tiny values included', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const found = of(values).quantile(q) ?? -1;
        expect(found).toBeGreaterThanOrEqual(Math.min(...values));
        expect(found).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });

  it('grows with q', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const distribution = of(values);
        const found = [0, 0.1, 0.5, 0.9, 0.95, 0.99, 1].map((q) => distribution.quantile(q) ?? -1);
        expect(found).toEqual(found.toSorted((a, b) => a - b));
      }),
    );
  });

  it('is unknown where there is nothing', () => {
    const empty = new Distribution();
    expect([empty.quantile(0.5), empty.mean(), empty.min(), empty.max()]).toEqual([null, null, null, null]);
  });
});

describe('merging', () => {
  it('is the same in any order and grouping', () => {
    fc.assert(
      fc.property(durations, durations, durations, (a, b, c) => {
        const left = merged(merged(of(a), of(b)), of(c));
        const right = merged(of(c), merged(of(b), of(a)));
        const scale = Math.min(left.scale, right.scale);
        left.downscale(scale);
        right.downscale(scale);
        expect(contents(left)).toEqual(contents(right));
        expect(left.sum).toBeCloseTo(right.sum, 3);
      }),
    );
  });

  it('is the same as recording everything in one', () => {
    fc.assert(
      fc.property(usual, usual, (a, b) => {
        expect(contents(merged(of(a), of(b)))).toEqual(contents(of([...a, ...b])));
      }),
    );
  });

  it('leaves what it merges from unchanged', () => {
    const from = of([1, 2, 3]);
    const before = contents(from);
    merged(from, of([1e9, 1e-6]));
    expect(contents(from)).toEqual(before);
  });

  it('takes a share of every count', () => {
    const half = new Distribution();
    half.merge(of([10, 10, 20, 0]), 0.5);
    expect(half.count).toBe(2);
    expect(half.sum).toBe(20);
    expect(half.mean()).toBe(10);
  });
});

describe('the scale', () => {
  it('lowers to what recording at the lower scale would have given', () => {
    fc.assert(
      fc.property(usual, fc.integer({ min: -2, max: 5 }), (values, scale) => {
        const after = of(values);
        after.downscale(scale);
        const before = new Distribution();
        before.downscale(scale);
        for (const value of values) before.record(value);
        expect(contents(after)).toEqual(contents(before));
        expect(after.coarse).toBe(true);
      }),
    );
  });

  it('keeps the number of buckets in bounds whatever comes', () => {
    const wide = of([1e-6, 1e300, 5, 1e100]);
    let buckets = 0;
    wide.forEachBucket(() => (buckets += 1));
    expect(buckets).toBeLessThanOrEqual(maxBuckets);
    expect(wide.count).toBe(4);
    expect(wide.coarse).toBe(true);
  });

  it('holds 1 ms to 100 s without being lowered', () => {
    expect(of([1, 100_000]).coarse).toBe(false);
  });
});

it.each([-1, NaN, Infinity])('refuses %s', (value) => {
  expect(() => {
    new Distribution().record(value);
  }).toThrow(RangeError);
});

it('counts what a sampled value stands for', () => {
  const distribution = new Distribution();
  distribution.record(10, 9);
  distribution.record(1000, 1);
  expect(distribution.mean()).toBe(109);
  expect(distribution.quantile(0.9)).toBeCloseTo(10, 0);
});

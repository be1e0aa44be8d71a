import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distribution } from './distribution.js';
import { fromOutside } from './outside.js';
import { rowBounds, rowCounts } from './rows.js';

function of(...values: number[]): Distribution {
  const made = new Distribution();
  for (const value of values) made.record(value);
  return made;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);

const distributions = fc
  .array(
    fc.tuple(
      fc.oneof(fc.double({ min: 1e-7, max: 1e6, noNaN: true }), fc.constant(0)),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
    ),
    { maxLength: 40 },
  )
  .map((values) => {
    const made = new Distribution();
    for (const [value, count] of values) made.record(value, count);
    return made;
  });

describe('rows of a heatmap', () => {
  it('have round bounds from the least value to the greatest', () => {
    expect(rowBounds([of(23, 87)], 8)).toEqual([20, 25, 32, 40, 50, 63, 79, 100]);
    expect(rowBounds([of(23), of(87)], 3)).toEqual([20, 50, 100]);
    expect(rowBounds([of(1, 5000)], 12)).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]);
  });

  it('begin at zero where a value is zero, and are none where there is no value', () => {
    expect(rowBounds([of(0, 12, 18)], 5)).toEqual([0, 10, 13, 16, 20]);
    expect(rowBounds([of(0)], 5)).toEqual([0, 1e-6]);
    expect(rowBounds([of()], 5)).toEqual([]);
    expect(rowBounds([], 5)).toEqual([]);
  });

  it('hold each value where it belongs', () => {
    const bounds = [10, 20, 50, 100];
    expect(rowCounts(of(12, 13, 30, 99, 99, 99), bounds)).toEqual([2, 1, 3]);
    // The extremes are known to the last digit: a bound that is one of them is in the row below it.
    expect(rowCounts(of(20, 20, 20), bounds)).toEqual([3, 0, 0]);
  });

  it('share a bucket that lies across a bound', () => {
    const wide = fromOutside(
      {
        kind: 'exponential',
        scale: 0,
        zeroCount: 0,
        offset: 3,
        counts: [10],
        sum: null,
        min: null,
        max: null,
      },
      1,
    );
    const [below, above] = rowCounts(wide, [8, 8 * Math.SQRT2, 16]);
    expect(below).toBeCloseTo(5, 9);
    expect(above).toBeCloseTo(5, 9);
  });

  it('are no more than asked for, rise, cover every value and hold as many as there are', () => {
    fc.assert(
      fc.property(
        fc.array(distributions, { maxLength: 4 }),
        fc.integer({ min: 1, max: 100 }),
        (each, rows) => {
          const bounds = rowBounds(each, rows);
          expect(bounds.length - 1).toBeLessThanOrEqual(rows);
          for (let at = 1; at < bounds.length; at += 1)
            expect(bounds[at]).toBeGreaterThan(bounds[at - 1] ?? NaN);
          for (const one of each) {
            if (one.count === 0) continue;
            expect(bounds[0]).toBeLessThanOrEqual(one.zeroCount > 0 ? 0 : (one.min() ?? NaN));
            expect(bounds.at(-1)).toBeGreaterThanOrEqual(one.max() ?? NaN);
            expect(sum(rowCounts(one, bounds))).toBeCloseTo(one.count, 6);
          }
        },
      ),
    );
  });

  it('count what lies outside of them in the nearest', () => {
    expect(rowCounts(of(1, 5, 300), [10, 20, 50])).toEqual([2, 1]);
    fc.assert(
      fc.property(distributions, distributions, fc.integer({ min: 1, max: 60 }), (one, other, rows) => {
        const bounds = rowBounds([one], rows);
        if (bounds.length > 0) expect(sum(rowCounts(other, bounds))).toBeCloseTo(other.count, 6);
      }),
    );
  });
});

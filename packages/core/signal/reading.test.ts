import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distribution } from '../distribution/index.js';
import { foldReadings, readStatistic, rollReadings, type Reading } from './reading.js';
import { SignalTable } from './table.js';

const table = new SignalTable();
const sum = fc
  .tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 60 }))
  .map(([value, seconds]): Reading => ({ fold: 'sum', value, seconds }));

const valueOf = (name: string, reading: Reading): number =>
  readStatistic(table.get(name), reading, 'value') ?? NaN;

describe('over time', () => {
  it('a sum becomes the mean over its seconds, in any grouping', () => {
    fc.assert(
      fc.property(sum, sum, sum, (a, b, c) => {
        const left = valueOf('memory', rollReadings(rollReadings(a, b), c));
        const right = valueOf('memory', rollReadings(a, rollReadings(b, c)));
        expect(left).toBeCloseTo(right, 4);
      }),
    );
  });

  it('a ratio weighs by its denominators', () => {
    const one: Reading = { fold: 'ratio', numerator: 1, denominator: 1 };
    const many: Reading = { fold: 'ratio', numerator: 0, denominator: 99 };
    expect(valueOf('error_rate', rollReadings(one, many))).toBe(1);
  });

  it('a distribution merges and leaves its parts alone', () => {
    const fast = new Distribution();
    fast.record(1);
    const slow = new Distribution();
    slow.record(100);
    const rolled = rollReadings(
      { fold: 'distribution', distribution: fast },
      { fold: 'distribution', distribution: slow },
    );
    expect(readStatistic(table.get('latency'), rolled, 'count')).toBe(2);
    expect(fast.count).toBe(1);
  });
});

describe('over instances', () => {
  it('sums add up within the same seconds', () => {
    const folded = foldReadings({ fold: 'sum', value: 2, seconds: 1 }, { fold: 'sum', value: 3, seconds: 1 });
    expect(folded).toEqual({ fold: 'sum', value: 5, seconds: 1 });
  });

  it('refuses to fold what does not belong together', () => {
    expect(() => foldReadings({ fold: 'sum', value: 1, seconds: 1 }, { fold: 'cores', cores: [] })).toThrow(
      TypeError,
    );
  });
});

it('is unknown where there is nothing to divide by, or nothing at all', () => {
  expect(
    readStatistic(table.get('error_rate'), { fold: 'ratio', numerator: 0, denominator: 0 }, 'value'),
  ).toBeNull();
  expect(readStatistic(table.get('latency'), null, 'p95')).toBeNull();
  const empty = new Distribution();
  expect(
    readStatistic(table.get('latency'), { fold: 'distribution', distribution: empty }, 'p95'),
  ).toBeNull();
});

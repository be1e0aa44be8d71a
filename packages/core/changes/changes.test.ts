import { describe, expect, it } from 'vitest';
import { autoregressive, randomFrom } from '../impact/testing/random.js';
import { changesOf } from './index.js';

/** A series with levels one after the other, each of so many seconds. */
function levels(
  seed: number,
  parts: readonly (readonly [seconds: number, mean: number])[],
  memory = 0.5,
): number[] {
  const random = randomFrom(seed);
  return parts.flatMap(([seconds, mean]) =>
    autoregressive(random, { seconds, mean, variation: 0.2, memory }),
  );
}

describe('changes of a series', () => {
  it('are found to within seconds, with what was before and after', () => {
    const found = changesOf(
      levels(1, [
        [1800, 100],
        [1800, 130],
      ]),
    );
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0]?.index ?? 0) - 1800)).toBeLessThanOrEqual(10);
    expect(found[0]?.before).toBeCloseTo(100, -1);
    expect(found[0]?.change).toBeCloseTo(0.3, 1);
    expect(found[0]?.p).toBeLessThan(0.001);
  });

  it('are found where one takes another back', () => {
    const found = changesOf(
      levels(2, [
        [40_000, 100],
        [1200, 140],
        [40_000, 100],
      ]),
    );
    expect(found.map(({ index }) => Math.round(index / 100))).toEqual([400, 412]);
  });

  it.each([0, 0.5, 0.9])('are not found in a steady series whose memory is %f', (memory) => {
    for (let seed = 1; seed <= 10; seed += 1)
      expect(changesOf(levels(seed, [[7200, 100]], memory))).toEqual([]);
  });

  it('are not told when smaller than asked for', () => {
    const values = levels(3, [
      [3600, 100],
      [3600, 108],
    ]);
    expect(changesOf(values, { minChange: 0.2 })).toEqual([]);
    expect(changesOf(values, { minChange: 0.02 })).toHaveLength(1);
  });

  it('bear gaps, constants and nothing at all', () => {
    expect(changesOf([])).toEqual([]);
    expect(changesOf(Array<number>(500).fill(3))).toEqual([]);
    expect(changesOf(Array<null>(500).fill(null))).toEqual([]);
    const gaps = levels(4, [
      [1200, 100],
      [1200, 150],
    ]).map((value, at) => (at % 3 === 0 ? null : value));
    expect(changesOf(gaps)).toHaveLength(1);
    const step = [...Array<number>(300).fill(3), ...Array<number>(300).fill(4)];
    expect(changesOf(step).map(({ index }) => index)).toEqual([300]);
  });
});

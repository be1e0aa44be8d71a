import { describe, expect, it } from 'vitest';
import { indexAt, joined, type History } from './history.js';

const history = (from: number, values: (number | null)[], step = 1): History => ({
  from,
  step,
  length: values.length,
  columns: { memory: values },
});

describe('a history that follows time', () => {
  it('takes the newer values where both have some, and lets the oldest go', () => {
    const after = joined(history(100, [1, 2, 3]), history(102, [30, 4, 5]), 101);
    expect(after).toEqual(history(101, [2, 30, 4, 5]));
  });

  it('has a gap where neither knows anything', () => {
    expect(joined(history(100, [1]), history(103, [4]), 0).columns['memory']).toEqual([1, null, null, 4]);
  });

  it('lets an unknown value of the newer one stand: it is what is known now', () => {
    expect(joined(history(100, [1, 2]), history(101, [null]), 0).columns['memory']).toEqual([1, null]);
  });

  it('keeps steps on their grid', () => {
    const after = joined(history(600, [1, 2, 3], 60), history(720, [9, 4], 60), 655);
    expect(after).toEqual(history(600, [1, 2, 9, 4], 60));
  });
});

describe('the step of a moment', () => {
  it.each([
    [600, 0],
    [659.9, 0],
    [660, 1],
    [599, -1],
    [720, -1],
  ])('%f is in step %i', (at, index) => {
    expect(indexAt(history(600, [1, 2], 60), at)).toBe(index);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cells } from './cells.js';

const batch = (value: number) => ({ value, load: 2 * value, recent: 3 * value });

function weightedMean(cells: Cells, read: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < cells.length; index += 1) sum += cells.weight(index) * read(index);
  return sum / cells.batches;
}

describe('the batches of a stretch', () => {
  it('keep a day in a few hundred cells, no coarser than it must be, with the mean as it was', () => {
    const cells = new Cells();
    const day = 8640;
    for (let number = 0; number < day; number += 1) cells.set(number, batch(1 + (number % 7)));
    expect(cells.batches).toBe(day);
    expect(cells.length).toBeLessThanOrEqual(256);
    expect(cells.coarseness).toBeLessThanOrEqual(64);
    let weights = 0;
    for (let index = 0; index < cells.length; index += 1) {
      weights += cells.weight(index);
      expect(cells.weight(index)).toBeLessThanOrEqual(cells.coarseness);
    }
    expect(weights).toBe(day);
    const exact = Array.from({ length: day }, (_, number) => 1 + (number % 7));
    const mean = exact.reduce((sum, value) => sum + value, 0) / day;
    expect(weightedMean(cells, (index) => cells.value(index))).toBeCloseTo(mean, 9);
    expect(weightedMean(cells, (index) => cells.load(index))).toBeCloseTo(2 * mean, 9);
  });

  it('come out the same in whatever order the newest arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 1, max: 9 }))), {
          maxLength: 60,
        }),
        (changes) => {
          const cells = new Cells();
          const last = new Map<number, number | null>();
          for (const [number, value] of changes) {
            cells.set(number, value === null ? null : batch(value));
            last.set(number, value);
          }
          const expected = [...last]
            .filter(([, value]) => value !== null)
            .sort(([a], [b]) => a - b)
            .map(([, value]) => value);
          const found = Array.from({ length: cells.length }, (_, index) => cells.value(index));
          expect(found).toEqual(expected);
        },
      ),
    );
  });

  it('leave what was joined as it is', () => {
    const cells = new Cells();
    for (let number = 0; number < 1000; number += 1) cells.set(number, batch(5));
    cells.set(3, batch(500));
    expect(weightedMean(cells, (index) => cells.value(index))).toBeCloseTo(5, 9);
    expect(cells.batches).toBe(1000);
  });
});

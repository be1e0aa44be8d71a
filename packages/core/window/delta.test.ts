import { describe, expect, it } from 'vitest';
import type { OutsideHistogram } from '../distribution/index.js';
import { subtractHistograms } from './delta.js';

const exponential = (zeroCount: number, offset: number, counts: readonly number[]): OutsideHistogram => ({
  kind: 'exponential',
  scale: 3,
  zeroCount,
  offset,
  counts,
  sum: null,
  min: null,
  max: null,
});

describe('what came between two totals of an exponential histogram', () => {
  const older = exponential(1, -2, [3, 0, 4, 5]);

  it.each([
    [
      'is what each bucket has more',
      exponential(2, -2, [3, 1, 4, 8]),
      { zeroCount: 1, counts: [0, 1, 0, 3] },
    ],
    [
      'leaves out what a wider bucket around zero took in',
      exponential(5, 0, [4, 6]),
      { zeroCount: 1, counts: [0, 1] },
    ],
    ['is nothing where a bucket lost values: a restart', exponential(9, -2, [3, 0, 3, 9]), null],
    ['is nothing where buckets went and zero has too few more', exponential(3, 0, [4, 6]), null],
    ['is nothing where the highest bucket went', exponential(9, -2, [3, 0, 4]), null],
  ])('%s', (_, newer, expected) => {
    const change = subtractHistograms(newer, older);
    if (expected === null) expect(change).toBeNull();
    else expect(change).toMatchObject(expected);
  });
});

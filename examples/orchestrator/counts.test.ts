import { describe, expect, it } from 'vitest';
import { Counts } from './counts.js';

describe('the count of questions', () => {
  it('puts each in the second in which it ended', () => {
    const counts = new Counts();
    counts.ended(10_000, false);
    counts.ended(10_999.9, true);
    counts.ended(11_000, false);
    expect(counts.view()).toEqual({
      total: 3,
      errors: 1,
      perSecond: [
        { second: 10, ended: 2, errors: 1 },
        { second: 11, ended: 1, errors: 0 },
      ],
    });
  });

  it('keeps the last 180 seconds and the totals of all', () => {
    const counts = new Counts();
    for (let second = 0; second < 400; second += 1) counts.ended(second * 1000, second % 2 === 0);
    const { total, errors, perSecond } = counts.view();
    expect([total, errors, perSecond.length]).toEqual([400, 200, 180]);
    expect(perSecond[0]?.second).toBe(220);
  });
});

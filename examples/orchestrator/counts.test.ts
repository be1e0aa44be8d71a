import { describe, expect, it } from 'vitest';
import { Counts } from './counts.js';

const use = (cpuMs: number): { cpuMs: number; memoryMb: number } => ({ cpuMs, memoryMb: 50 });

describe('the count of questions', () => {
  it('puts each in the second in which it ended, with what it took', () => {
    const counts = new Counts();
    counts.ended(10_000, false, 80, use(100));
    counts.ended(10_999.9, true, 20, use(130));
    counts.ended(11_000, false, 5, use(140));
    expect(counts.view()).toEqual({
      total: 3,
      errors: 1,
      perSecond: [
        { second: 10, ended: 2, errors: 1, took_ms: 100, cpu_ms: 130, memory_mb: 50 },
        { second: 11, ended: 1, errors: 0, took_ms: 5, cpu_ms: 140, memory_mb: 50 },
      ],
    });
  });

  it('keeps the last quarter of an hour and the totals of all', () => {
    const counts = new Counts();
    for (let second = 0; second < 1400; second += 1) {
      counts.ended(second * 1000, second % 2 === 0, 1, use(second));
    }
    const { total, errors, perSecond } = counts.view();
    expect([total, errors, perSecond.length]).toEqual([1400, 700, 900]);
    expect(perSecond[0]?.second).toBe(500);
  });
});

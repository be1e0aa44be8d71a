import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wallClock } from './clock.js';

describe('the wall clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('follows the system clock where that is set, and never stands further from it than 5 ms', () => {
    for (const at of [1_800_000_000_000, 1_800_000_003_000, 1_799_999_000_000]) {
      vi.setSystemTime(at);
      expect(Math.abs(wallClock() - at)).toBeLessThanOrEqual(5);
    }
  });

  it('counts fractions of a millisecond between', () => {
    vi.setSystemTime(1_800_000_000_000);
    wallClock();
    const times = Array.from({ length: 200 }, wallClock);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.some((time) => !Number.isInteger(time))).toBe(true);
  });
});

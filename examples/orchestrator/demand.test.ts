import { describe, expect, it } from 'vitest';
import { Arrivals, Backlog } from './demand.js';

function* numbered(): Generator<string, never> {
  for (let number = 1; ; number += 1) yield String(number);
}

describe('a backlog', () => {
  it('never runs dry, and gives questions in the order in which they came', () => {
    const backlog = new Backlog(numbered(), 8);
    const taken = Array.from({ length: 100 }, () => {
      expect(backlog.waiting()).toBeGreaterThan(0);
      expect(backlog.waiting()).toBeLessThanOrEqual(8);
      return backlog.take();
    });
    expect(taken).toEqual(Array.from({ length: 100 }, (_, place) => String(place + 1)));
  });
});

describe('arrivals at a rate', () => {
  /** Questions that come in a stretch, looked at every 10 ms. */
  const come = (arrivals: Arrivals, fromMs: number, toMs: number): number => {
    let count = 0;
    for (let now = fromMs; now <= toMs; now += 10) while (arrivals.take(now) !== null) count += 1;
    return count;
  };

  it('come at it', () => {
    expect(come(new Arrivals(numbered(), 12.5, false, 0), 0, 60_000)).toBe(750);
  });

  it('come four times as fast for 5 s of each 30 s where they come in bursts', () => {
    expect(come(new Arrivals(numbered(), 10, true, 0), 0, 60_000)).toBeCloseTo(10 * 50 + 40 * 10, -1);
  });

  it('wait until they are taken, 1,000 at most; the others are turned away and counted', () => {
    const arrivals = new Arrivals(numbered(), 100, false, 0);
    expect(arrivals.waiting(4_000)).toBe(400);
    expect(arrivals.waiting(15_000)).toBe(1000);
    expect(arrivals.turnedAway).toBe(500);
    expect(come(arrivals, 15_000, 15_000)).toBe(1000);
  });
});

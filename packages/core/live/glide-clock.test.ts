import { describe, expect, it } from 'vitest';
import { GlideClock } from './glide-clock.js';

function steady(clock: GlideClock, from: number, count: number, delayMs: (second: number) => number): void {
  for (let second = from; second < from + count; second += 1)
    clock.learn(second, second * 1000 + delayMs(second));
}

describe('the glide', () => {
  it('has a second at the edge when its tick comes, and moves one second a second', () => {
    const clock = new GlideClock();
    steady(clock, 1000, 30, () => 1500);
    expect(clock.edge(1029_000 + 1500)).toBeCloseTo(1029, 3);
    expect(clock.edge(1029_000 + 1750)).toBeCloseTo(1029.25, 3);
  });

  it('shows a tick that comes up to half a second early at once', () => {
    const clock = new GlideClock();
    steady(clock, 1000, 30, (second) => 1500 + (second % 2) * 400);
    expect(clock.shown(1030_000 + 1500)).toBe(1029);
    clock.learn(1030, 1030_000 + 1500);
    expect(clock.shown(1030_000 + 1500)).toBe(1030);
  });

  it('lets seconds that come five at a time appear one by one', () => {
    const clock = new GlideClock();
    // At the end of every fifth second all five arrive.
    steady(clock, 1000, 60, (second) => (5 - (second % 5)) * 1000 + 200);
    const burst = 1060_000 + 200;
    const shown = [0, 1, 2, 3, 4].map((seconds) => clock.shown(burst + seconds * 1000));
    expect(shown).toEqual([1055, 1056, 1057, 1058, 1059]);
  });

  it('changes its pace gently when seconds begin to come later, and jumps when they come much later', () => {
    const clock = new GlideClock();
    steady(clock, 1000, 60, () => 1000);
    steady(clock, 1060, 10, () => 2000);
    expect(clock.delay).toBeGreaterThan(1000);
    expect(clock.delay).toBeLessThanOrEqual(1500);
    steady(clock, 1070, 60, () => 30_000);
    expect(clock.delay).toBe(30_000);
  });

  it('stops half a minute past the newest second: data that is lost does not scroll away', () => {
    const clock = new GlideClock();
    steady(clock, 1000, 30, () => 1000);
    expect(clock.edge(9_000_000)).toBe(1029 + 30);
    expect(clock.shown(9_000_000)).toBe(1029);
  });

  it('knows nothing before the first second and after a reset', () => {
    const clock = new GlideClock();
    expect(clock.edge(5)).toBeNull();
    clock.seed(1000, 1200);
    expect(clock.edge(1_001_200)).toBeCloseTo(1000);
    clock.reset();
    expect(clock.edge(5)).toBeNull();
  });
});

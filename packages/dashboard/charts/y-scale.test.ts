import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitScale, gridValues, nextScale, roundStep, type YScaleWish } from './y-scale.js';

const fromZero: YScaleWish = { fromZero: true, leastSpan: 0 };
const zoomed: YScaleWish = { fromZero: false, leastSpan: 0.08 };

describe('a fitted scale', () => {
  it.each([
    [[820, 912], fromZero, [0, 250, 500, 750, 1000]],
    [[60, 166], fromZero, [0, 50, 100, 150, 200]],
    [[46.4, 49], zoomed, [44, 46, 48, 50]],
    [[1e-9, 1e-9], zoomed, [0, 0.001, 0.002, 0.003]],
    [[0, 0], fromZero, [0, 0.25, 0.5, 0.75, 1]],
  ])('of %j has round gridlines', ([low, high], wish, grid) => {
    expect(gridValues(fitScale(low ?? 0, high ?? 0, wish)).slice(0, 5)).toEqual(grid);
  });

  it('holds every value, has at most five lines, and never dips below zero for values that do not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.constantFrom(fromZero, zoomed),
        (a, b, wish) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const scale = fitScale(low, high, wish);
          const slack = 1e-6 * Math.max(1e-300, high);
          expect(scale.min).toBeLessThanOrEqual(low + slack);
          expect(scale.max).toBeGreaterThanOrEqual(high - slack);
          expect(scale.min).toBeGreaterThanOrEqual(0);
          expect(gridValues(scale).length).toBeGreaterThanOrEqual(2);
          expect(gridValues(scale).length).toBeLessThanOrEqual(5);
        },
      ),
    );
  });
});

describe('a scale over time', () => {
  it('grows at once', () => {
    const before = nextScale(null, 0, 90, 0, fromZero);
    expect(before).toMatchObject({ max: 100 });
    expect(nextScale(before, 0, 130, 1, fromZero)).toMatchObject({ max: 150 });
  });

  it('shrinks only after a smaller one has done for twenty seconds without a break', () => {
    let scale = nextScale(null, 0, 190, 0, fromZero);
    for (let second = 1; second < 20; second += 1) scale = nextScale(scale, 0, 40, second, fromZero);
    expect(scale).toMatchObject({ max: 200 });
    scale = nextScale(scale, 0, 180, 20, fromZero);
    for (let second = 21; second < 41; second += 1) scale = nextScale(scale, 0, 40, second, fromZero);
    expect(scale).toMatchObject({ max: 200 });
    expect(nextScale(scale, 0, 40, 41, fromZero)).toMatchObject({ max: 40 });
  });

  it('stays where it was while nothing is known', () => {
    const before = nextScale(null, 0, 90, 0, fromZero);
    expect(nextScale(before, null, null, 500, fromZero)).toBe(before);
  });
});

describe('a round step', () => {
  it('is 1, 2, 2.5 or 5 times a power of ten and not below what is asked', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (raw) => {
        const step = roundStep(raw);
        expect(step).toBeGreaterThanOrEqual(raw * (1 - 1e-6));
        expect(step).toBeLessThanOrEqual(raw * 2.5 + 1e-12);
      }),
    );
  });
});

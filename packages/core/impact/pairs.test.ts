import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePairs, type Pair } from './pairs.js';
import { normal, randomFrom } from './testing/random.js';

const options = { better: 'higher', tolerance: 0.01, alpha: 0.05 } as const;

/** Pairs with this change and noise, under a drift that is as large as one likes. */
function drawn(count: number, change: number, noise: number, drift: number, seed: number): Pair[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, place) => {
    const level = 100 * Math.exp(drift * place);
    return {
      before: level * Math.exp(noise * normal(random)),
      after: level * (1 + change) * Math.exp(noise * normal(random)),
    };
  });
}

describe('pairs', () => {
  it('prove a change that a drift ten times as large would hide', () => {
    const found = comparePairs(drawn(10, 0.2, 0.03, 0.2, 1), options);
    expect(found.verdict).toBe('improved');
    expect(found.low).toBeLessThan(0.2);
    expect(found.high).toBeGreaterThan(0.2);
  });

  it('are worse where lower is better and the values rose', () => {
    expect(comparePairs(drawn(10, 0.2, 0.03, 0, 2), { ...options, better: 'lower' })).toMatchObject({
      verdict: 'regressed',
    });
  });

  it('of nothing prove nothing, looked at after every pair, in 95 of 100 experiments', () => {
    let wrong = 0;
    for (let seed = 1; seed <= 400; seed += 1) {
      const all = drawn(40, 0, 0.1, 0, seed);
      const looks = all.map((_, place) => comparePairs(all.slice(0, place + 1), options));
      if (looks.some(({ low, high }) => low !== null && high !== null && (low > 0 || high < 0))) wrong += 1;
    }
    expect(wrong / 400).toBeLessThanOrEqual(0.05);
  });

  it('are the same whatever the unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        (seed, unit) => {
          const pairs = drawn(8, 0.1, 0.05, 0, seed);
          const [found, scaled] = [
            pairs,
            pairs.map(({ before, after }) => ({ before: before * unit, after: after * unit })),
          ].map((each) => comparePairs(each, options));
          expect(scaled?.change).toBeCloseTo(found?.change ?? NaN, 9);
          expect(scaled?.low).toBeCloseTo(found?.low ?? NaN, 9);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ['none', [], 'no pair'],
    ['three', drawn(3, 0.2, 0.01, 0, 1), 'at least 4 pairs'],
    ['a zero', [...drawn(6, 0.2, 0.01, 0, 1), { before: 0, after: 1 }], 'zero or negative'],
    ['a negative', [...drawn(6, 0.2, 0.01, 0, 1), { before: 1, after: -1 }], 'zero or negative'],
    ['constants', Array.from({ length: 9 }, () => ({ before: 2, after: 3 })), 'never varied'],
  ])('of %s say why nothing is known', (_, pairs, reason) => {
    const found = comparePairs(pairs, options);
    expect(found).toMatchObject({ verdict: 'unknown', low: null, high: null });
    expect(found.reason).toContain(reason);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doublings, forestScale, place, scaleLabels } from './scale.js';

describe('a change as doublings', () => {
  it('is as far from zero for twice the throughput as for half the latency', () => {
    expect(doublings(1, 'higher')).toBeCloseTo(1);
    expect(doublings(0.5, 'lower')).toBeCloseTo(1);
    expect(doublings(-0.5, 'higher')).toBeCloseTo(-1);
    expect(doublings(-1, 'lower')).toBeCloseTo(-1);
  });

  it('keeps the sign and the order of improvements', () => {
    const change = fc.double({ min: -0.99, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(change, change, fc.constantFrom('higher' as const, 'lower' as const), (a, b, better) => {
        if (a > 1e-9) expect(doublings(a, better)).toBeGreaterThan(0);
        if (a < b) expect(doublings(a, better)).toBeLessThanOrEqual(doublings(b, better));
      }),
    );
  });

  it('has no end where nothing is left of it', () => {
    expect(doublings(-1, 'higher')).toBe(-Infinity);
    expect(doublings(1, 'lower')).toBe(Infinity);
  });
});

describe('the scale', () => {
  it('holds every position, and no change stands in its middle', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true })), (positions) => {
        const scale = forestScale(positions);
        expect(place(scale, 0)).toBe(0.5);
        for (const each of positions) {
          expect(place(scale, each)).toBeGreaterThanOrEqual(0);
          expect(place(scale, each)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('reaches a doubling at least and says how far it reaches', () => {
    expect(scaleLabels(forestScale([0.1, -0.2]))).toEqual(['2\u2009× worse', 'same', '2\u2009× better']);
    expect(scaleLabels(forestScale([1.4, Infinity]))).toEqual(['4\u2009× worse', 'same', '4\u2009× better']);
  });
});

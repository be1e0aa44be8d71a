import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticks } from './ticks.js';

describe('the labels of a time axis', () => {
  it('lie within the stretch, evenly, and not more than asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e9 }),
        fc.integer({ min: 10, max: 2_592_000 }),
        fc.integer({ min: 3, max: 8 }),
        fc.constantFrom(0, 3600, -12_600, 20_700),
        (from, span, most, offset) => {
          const found = ticks(from, from + span, most, offset).map(({ at }) => at);
          expect(found.length).toBeLessThanOrEqual(most + 1);
          for (const at of found) {
            expect(at).toBeGreaterThanOrEqual(from);
            expect(at).toBeLessThanOrEqual(from + span);
          }
          const gaps = new Set(found.slice(1).map((at, index) => at - (found[index] ?? 0)));
          expect(gaps.size).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('fall on the marks of the viewer’s own clock', () => {
    // 20 minutes past an hour that is half an hour off UTC.
    const found = ticks(1_700_000_000, 1_700_000_000 + 3600, 6, 19_800);
    expect(found.every(({ at }) => (at + 19_800) % 600 === 0)).toBe(true);
  });
});

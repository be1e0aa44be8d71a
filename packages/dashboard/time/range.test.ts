import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsOf, panned, pastRange, putRange, rangeOfQuery, scaled, stepFor, type Range } from './range.js';

const now = 1_700_000_000;
const past = fc
  .record({ from: fc.integer({ min: 0, max: now }), span: fc.integer({ min: 10, max: 2_592_000 }) })
  .map(({ from, span }): Range => ({ kind: 'past', from, to: from + span }));
const anyRange = fc.oneof(
  past,
  fc.constant<Range>({ kind: 'live' }),
  fc.constantFrom(300, 3600, 86_400, 2_592_000).map((span): Range => ({ kind: 'last', span })),
);

describe('a range in the address', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(anyRange, (range) => {
        const query = new URLSearchParams({ hub: 'shop' });
        putRange(query, range);
        expect(rangeOfQuery(query)).toEqual(range);
        expect(query.get('hub')).toBe('shop');
      }),
    );
  });

  it.each(['range=1y', 'range=', 'from=9&to=3', 'from=x&to=y', 'from=1e99&to=2e99', 'from=-5&to=100', ''])(
    'is Live where it makes no sense: %s',
    (text) => {
      expect(rangeOfQuery(new URLSearchParams(text))).toEqual({ kind: 'live' });
    },
  );
});

describe('moving through time', () => {
  it('keeps the length and never passes the newest second', () => {
    fc.assert(
      fc.property(
        past.filter((range) => endsOf(range, now).to <= now),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (range, part) => {
          const moved = endsOf(panned(range, part, now), now);
          const before = endsOf(range, now);
          expect(moved.to).toBeLessThanOrEqual(now);
          if (before.from > 0 && moved.from > 0) expect(moved.to - moved.from).toBe(before.to - before.from);
        },
      ),
    );
  });

  it('zooms around a moment, which stays where it was', () => {
    expect(scaled({ kind: 'past', from: 1000, to: 2000 }, 0.5, 1250, now)).toEqual({
      kind: 'past',
      from: 1125,
      to: 1625,
    });
  });

  it('does not shrink below what can be read, nor grow past what is kept', () => {
    expect(scaled({ kind: 'past', from: 1000, to: 1012 }, 0.1, 1006, now)).toMatchObject({ kind: 'past' });
    const { from, to } = endsOf(pastRange(now - 9e7, now, now), now);
    expect(to - from).toBe(2_592_000);
  });

  it('leaves Live for the minute that was in sight', () => {
    expect(panned({ kind: 'live' }, -0.5, now)).toEqual({ kind: 'past', from: now - 90, to: now - 30 });
  });
});

describe('the step of a span', () => {
  it.each([
    [60, 1],
    [300, 1],
    [3600, 10],
    [21_600, 60],
    [86_400, 180],
    [2_592_000, 7200],
  ])('%i s in steps of %i s', (span, step) => {
    expect(stepFor(span)).toBe(step);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { second } from '../time/index.js';
import { rule } from '../wire/index.js';
import { previewOf } from './preview.js';
import { suggestThreshold } from './suggest.js';
import { Play, start } from './testing/play.js';

const above = rule.parse({
  name: 'A',
  signal: 'latency',
  condition: 'above',
  threshold: 100,
  for: 3,
  keep_firing_for: 2,
});
const below = rule.parse({ ...above, condition: 'below' });

describe('a preview', () => {
  it('says when a rule would have fired, how long, and how far it went', () => {
    const values = [50, 150, 160, 170, 180, 50, 50, null, 50, ...Array.from({ length: 5 }, () => 120)];
    expect(previewOf(above, second(start), values)).toEqual({
      fired: [
        { from: start + 3, to: start + 6, worst: 180 },
        { from: start + 11, to: null, worst: 120 },
      ],
      knownSeconds: 13,
      firingSeconds: 6,
    });
  });

  it('fires as often as an alert does', () => {
    const value = fc.constantFrom(50, 95, 150, null);
    fc.assert(
      fc.property(fc.array(value, { maxLength: 200 }), (values) => {
        const play = new Play({ threshold: 100, for: 3, keep_firing_for: 2 });
        const shown = Array.from(play.play(values).replaceAll('!', ''));
        const begins = shown.filter((letter, n) => letter === 'F' && shown[n - 1] !== 'F').length;
        const { fired, firingSeconds } = previewOf(above, second(start), values);
        expect([fired.length, firingSeconds]).toEqual([
          begins,
          shown.filter((letter) => letter === 'F').length,
        ]);
      }),
    );
  });

  it('knows nothing of nothing', () => {
    expect(previewOf(above, second(start), [null, null])).toEqual({
      fired: [],
      knownSeconds: 0,
      firingSeconds: 0,
    });
  });
});

describe('a suggested threshold', () => {
  const many = (count: number, value: (n: number) => number | null): (number | null)[] =>
    Array.from({ length: count }, (_, n) => value(n));

  it('lies a fifth beyond what the signal held, and not what it touched for a moment', () => {
    expect(
      suggestThreshold(
        above,
        many(1000, (n) => (n % 50 === 0 ? 5000 : 100)),
      ),
    ).toBe(120);
    expect(
      suggestThreshold(
        below,
        many(1000, (n) => (n % 50 === 0 ? 0 : 100)),
      ),
    ).toBe(80);
  });

  it('needs ten minutes of data', () => {
    expect(
      suggestThreshold(
        above,
        many(599, () => 1),
      ),
    ).toBeNull();
    expect(
      suggestThreshold(
        above,
        many(2000, (n) => (n % 4 === 0 ? 1 : null)),
      ),
    ).toBeNull();
  });

  it('is none for equality, and 0 for what is always 0', () => {
    expect(
      suggestThreshold(
        { ...above, condition: 'equal' },
        many(1000, () => 1),
      ),
    ).toBeNull();
    expect(
      suggestThreshold(
        above,
        many(1000, () => 0),
      ),
    ).toBe(0);
  });

  it('would have been quiet but for the worst hundredth', () => {
    const value = fc.double({ min: 0.001, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 600, maxLength: 900 }), (values) => {
        const threshold = suggestThreshold(above, values) ?? NaN;
        const held = values.slice(2).map((each, n) => Math.min(each, values[n] ?? 0, values[n + 1] ?? 0));
        expect(held.filter((each) => each > threshold).length).toBeLessThanOrEqual(
          Math.ceil(held.length / 100),
        );
      }),
      { numRuns: 30 },
    );
  });
});

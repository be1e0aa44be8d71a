import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPlace, placeOfQuery, queryOfPlace } from './place.js';
import {
  befores,
  mostLines,
  mostPinned,
  pinnedOfQuery,
  pinnedOfText,
  textOfPinned,
  type Pinned,
} from './pinned.js';

const key = fc
  .tuple(
    fc.constantFrom('agent', 'tool', 'model'),
    fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  )
  .map(([kind, name]) => `${kind}:${name}`);
const pinned: fc.Arbitrary<Pinned> = fc.record({
  column: fc.constantFrom('tokens', 'latency.p95', 'queue_depth', 'ttft'),
  of: fc.uniqueArray(fc.option(key), { minLength: 1, maxLength: mostLines }),
  before: fc.constantFrom(0, ...befores.map(({ seconds }) => seconds)),
});

describe('a pinned chart', () => {
  it('comes back from an address as it was, whatever its components are called', () => {
    fc.assert(
      fc.property(fc.array(pinned, { maxLength: mostPinned }), (charts) => {
        const address = queryOfPlace({ ...firstPlace, view: 'charts', pinned: charts });
        expect(placeOfQuery(new URLSearchParams(address)).pinned).toEqual(charts);
      }),
    );
  });

  it('is short where it is simple', () => {
    expect(textOfPinned({ column: 'tokens', of: [null], before: 0 })).toBe('tokens');
    expect(textOfPinned({ column: 'memory', of: [null], before: 86_400 })).toBe('memory~~-24h');
  });

  it.each(['', '~agent:a', '<b>', 'latency.p95~noColon', `cpu~agent:${'x'.repeat(400)}`, '__proto__.x.y'])(
    'is none in %j',
    (text) => {
      expect(pinnedOfText(text)).toBeNull();
    },
  );

  it('is bounded, and nothing said is not the same as nothing pinned', () => {
    const many = new URLSearchParams(Array.from({ length: 99 }, () => ['chart', 'cpu']));
    expect(pinnedOfQuery(many)).toHaveLength(mostPinned);
    expect(
      pinnedOfText(`cpu${Array.from({ length: 9 }, (_, k) => `~agent:a${String(k)}`).join('')}`)?.of,
    ).toHaveLength(mostLines);
    expect(pinnedOfQuery(new URLSearchParams())).toBeNull();
    expect(pinnedOfQuery(new URLSearchParams('chart='))).toEqual([]);
  });
});

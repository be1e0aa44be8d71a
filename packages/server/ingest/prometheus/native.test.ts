import { Distribution, fromOutside } from '@hubscope/core/distribution';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromNative, type NativeHistogram } from './native.js';

function native(schema: number, first: number, counts: number[]): NativeHistogram {
  const spans = { offsets: [first], lengths: [counts.length] };
  return { schema, sum: 1, zeroCount: 0, spans, counts, negative: false, bounds: [], gauge: false };
}

describe('the buckets of a native histogram', () => {
  it.each([
    [8, 1024 * 256 + 1],
    [0, 1025],
    [-4, 65],
    [8, -1074 * 256],
    [0, -1074],
    [-4, -67],
  ])('of schema %i may lie where a float64 does: bucket %i', (schema, first) => {
    expect(fromNative(native(schema, first, [1]))).not.toBeNull();
  });

  it.each([
    [0, 1200],
    [-4, 80],
    [8, -1200 * 256],
    [-4, 1_000_000],
    [-1, -1_000_000],
    [-1, 500_000],
  ])('of schema %i may lie nowhere else: bucket %i', (schema, first) => {
    expect(fromNative(native(schema, first, [1]))).toBeNull();
  });

  it('that are taken can be added up with others, however far apart', () => {
    const schema = fc.integer({ min: -4, max: 8 });
    const first = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const one = fc
      .tuple(schema, fc.oneof(first, fc.integer({ min: -1100, max: 1100 })))
      .map(([each, from]) => native(each, from, [1, 2]));
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), (natives) => {
        const all = new Distribution();
        all.record(0.000_002);
        all.record(1e9);
        for (const each of natives) {
          const histogram = fromNative(each);
          if (histogram !== null) all.merge(fromOutside(histogram, 1000));
        }
        expect(all.count).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});

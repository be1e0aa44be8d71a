import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOf, spanId } from './span-id.js';

describe('a span id', () => {
  it('is the same digits again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{16}$/), (hex) => {
        expect(hexOf(spanId(hex))).toBe(hex);
      }),
    );
  });

  it('is two small whole numbers', () => {
    expect(spanId('ffffffff00000001')).toEqual({ high: -1, low: 1 });
  });
});

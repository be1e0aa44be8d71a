import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, hubId, maxNameLength } from './names.js';

describe('a name from outside', () => {
  it('keeps markup as text', () => {
    expect(cleanName('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  it.each([
    ['a control character', 'a\u0000b\u001bc'],
    ['a line break', 'a\nb\u2028c'],
    ['a bidirectional override', 'a\u202eb\u2066c'],
    ['half a surrogate pair', 'a\ud800b\udc00c'],
  ])('loses %s', (_, raw) => {
    expect(cleanName(raw)).toBe('a\ufffdb\ufffdc');
  });

  it('is bounded, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000, unit: 'binary' }), (raw) => {
        expect(cleanName(raw).length).toBeLessThanOrEqual(maxNameLength);
      }),
    );
    expect(cleanName('x'.repeat(1_000_000))).toHaveLength(maxNameLength);
  });

  it('is cleaned once and for all', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500, unit: 'binary' }), (raw) => {
        expect(cleanName(cleanName(raw))).toBe(cleanName(raw));
      }),
    );
  });

  it('is "default" for a hub where nothing is left', () => {
    expect(hubId('  ')).toBe('default');
  });
});

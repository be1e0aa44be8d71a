import { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberRoom, readNumbers, writeNumbers } from './numbers.js';

function packed(values: readonly number[]): Uint8Array {
  const writer = new ByteWriter();
  writeNumbers(writer, values);
  return writer.done();
}

describe('a column of numbers', () => {
  it('comes back to the last bit, whatever the numbers are', () => {
    const anything = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.double({ min: 0, max: 1000, noNaN: true }).map((value) => Math.round(value * 1000) / 1000),
      fc.constantFrom(0, -0, NaN, Infinity, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 300 }), (values) => {
        const back = readNumbers(new ByteReader(packed(values)), values.length, new NumberRoom());
        expect(back).toHaveLength(values.length);
        for (const [place, value] of values.entries()) expect(back[place]).toBe(value);
      }),
    );
  });

  it('takes no room to speak of where nothing changes, and two bytes a value for decimals that walk', () => {
    expect(packed(new Array<number>(300).fill(48.5)).length).toBeLessThan(10);
    const walk = Array.from({ length: 300 }, (_, place) => 48.123 + Math.round(Math.sin(place) * 50) / 1000);
    const decimals = walk.map((value) => Math.round(value * 1000) / 1000);
    expect(packed(decimals).length).toBeLessThan(2 * 300 + 10);
  });

  it('refuses bytes that are no column', () => {
    expect(() => readNumbers(new ByteReader(Uint8Array.of(9)), 1, new NumberRoom())).toThrow(RangeError);
    expect(() =>
      readNumbers(new ByteReader(packed([1, 2.5, 1e-300]).subarray(0, 9)), 3, new NumberRoom()),
    ).toThrow(RangeError);
  });
});

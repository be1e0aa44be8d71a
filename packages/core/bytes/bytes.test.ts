import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './index.js';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('bytes that are written', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 51), max: 2 ** 51 })), fc.double(), (wholes, float) => {
        const writer = new ByteWriter(1);
        for (const whole of wholes) writer.signed(whole);
        writer.float(float);
        const reader = new ByteReader(writer.done());
        for (const whole of wholes) expect(reader.signed()).toBe(whole);
        expect(reader.float()).toBe(float);
        expect(reader.left).toBe(0);
      }),
    );
  });

  it('come back many at a time as they do one by one', () => {
    const whole = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
    const pair = fc.tuple(fc.nat(3000), fc.nat(2 ** 40));
    fc.assert(
      fc.property(fc.array(whole), fc.array(pair), (steps, pairs) => {
        const writer = new ByteWriter(1);
        for (const step of steps) writer.signed(step);
        for (const [gap, count] of pairs) {
          writer.varint(gap);
          writer.varint(count);
        }
        const reader = new ByteReader(writer.done());
        const sums = new Float64Array(steps.length);
        reader.sums(sums);
        let sum = 0;
        expect([...sums]).toEqual(steps.map((step) => (sum += step)));
        const begun = reader.at;
        const sumOfCounts = reader.sumOfSeconds(pairs.length);
        expect(reader.left).toBe(0);
        expect(() => reader.sumOfSeconds(1)).toThrow(RangeError);
        reader.moveTo(begun);
        const [places, counts] = [new Int32Array(pairs.length), new Float64Array(pairs.length)];
        const total = reader.pairs(-5, pairs.length, places, counts);
        let place = -5;
        expect([...places]).toEqual(pairs.map(([gap]) => (place += gap)));
        expect([...counts]).toEqual(pairs.map(([, count]) => count));
        expect(total).toBe(pairs.reduce((all, [, count]) => all + count, 0));
        expect(sumOfCounts).toBe(total);
        expect(reader.left).toBe(0);
        expect(() => reader.pairs(0, 1, places, counts)).toThrow(RangeError);
        expect(() => {
          reader.sums(new Float64Array(1));
        }).toThrow(RangeError);
      }),
    );
  });

  it('hold a text of one byte a letter, and nothing of any other', () => {
    const writer = new ByteWriter(4);
    writer.byte(7);
    expect(writer.ascii('agent:zürich')).toBe(false);
    expect(writer.ascii('agent:planner')).toBe(true);
    const reader = new ByteReader(writer.done());
    expect(reader.byte()).toBe(7);
    expect(reader.blob()).toEqual(bytesOf('agent:planner'));
    expect(reader.left).toBe(0);
  });

  it.each([0, 1, 128, 129, 5000])('hold what another writer holds, here %i bytes', (length) => {
    const other = new ByteWriter();
    for (let at = 0; at < length; at += 1) other.byte(at % 251);
    const writer = new ByteWriter(2);
    writer.blobOf(other);
    writer.byte(1);
    const reader = new ByteReader(writer.written());
    expect(reader.blob()).toEqual(other.done());
    expect(reader.byte()).toBe(1);
  });
});

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

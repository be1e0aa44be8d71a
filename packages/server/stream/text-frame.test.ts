import { describe, expect, it } from 'vitest';
import { payloadsOf, textFrame } from './text-frame.js';

/** Reads a frame as RFC 6455 section 5.2 lays it out. */
function read(frame: Buffer): { first: number; masked: boolean; text: string; rest: number } {
  const short = frame.readUInt8(1) & 0x7f;
  const [length, start] =
    short < 126
      ? [short, 2]
      : short === 126
        ? [frame.readUInt16BE(2), 4]
        : [Number(frame.readBigUInt64BE(2)), 10];
  return {
    first: frame.readUInt8(0),
    masked: (frame.readUInt8(1) & 0x80) !== 0,
    text: frame.subarray(start, start + length).toString(),
    rest: frame.length - start - length,
  };
}

describe('textFrame', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])(
    'frames %d bytes as one whole text message',
    (length) => {
      const text = `${'ß'.repeat(Math.floor(length / 2))}${length % 2 === 0 ? '' : 'x'}`;
      expect(read(textFrame(text))).toEqual({ first: 0x81, masked: false, text, rest: 0 });
    },
  );
});

describe('payloadsOf', () => {
  it('finds the texts of frames that were joined', () => {
    const texts = ['', 'a', 'ß'.repeat(62), 'x'.repeat(126), 'y'.repeat(70_000), 'end'];
    const joined = Buffer.concat(texts.map(textFrame));
    expect(payloadsOf(joined).map(String)).toEqual(texts);
  });
});

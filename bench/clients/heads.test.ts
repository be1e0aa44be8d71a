import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headBytes, Heads } from './heads.js';

/** A frame as RFC 6455 section 5.2 lays it out: final, unmasked. */
function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  header[1] = Math.min(length, length < 126 ? length : length < 65_536 ? 126 : 127);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

describe('Heads', () => {
  it('are found wherever the chunks are cut', () => {
    const message = fc.record({
      opcode: fc.constantFrom(1, 1, 1, 9),
      length: fc.oneof(fc.nat(200), fc.constantFrom(125, 126, 65_535, 65_536, 70_000)),
      letter: fc.constantFrom(0x61, 0x62, 0x63),
    });
    fc.assert(
      fc.property(fc.array(message), fc.infiniteStream(fc.integer({ min: 1, max: 5000 })), (sent, cuts) => {
        const stream = Buffer.concat(
          sent.map(({ opcode, length, letter }) => frame(opcode, Buffer.alloc(length, letter))),
        );
        const told: string[] = [];
        let pings = 0;
        const heads = new Heads(
          (head) => told.push(head),
          () => (pings += 1),
        );
        const chunk = Buffer.alloc(5000);
        for (let at = 0; at < stream.length;) {
          const length = stream.copy(chunk, 0, at, at + (cuts.next().value as number));
          heads.read(chunk.subarray(0, length));
          at += length;
        }
        const texts = sent.filter(({ opcode }) => opcode === 1);
        expect(pings).toBe(sent.length - texts.length);
        expect(told).toEqual(
          texts.map(({ length, letter }) => String.fromCharCode(letter).repeat(Math.min(length, headBytes))),
        );
      }),
    );
  });
});

import fc from 'fast-check';
import { compressSync, uncompressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import { snappyHead, unpackSnappy } from './snappy.js';

const limit = 1 << 20;

/** Unpacks into a room with an edge of known bytes behind it. */
function unpack(packed: Uint8Array): Uint8Array {
  const head = snappyHead(packed, limit);
  const room = new Uint8Array(head.length + 16).fill(0xa5);
  unpackSnappy(packed, head, room);
  expect([...room.subarray(head.length)]).toEqual(Array.from({ length: 16 }, () => 0xa5));
  return room.subarray(0, head.length);
}

/** What the reference makes of it; null where it refuses. */
function reference(packed: Uint8Array): Uint8Array | null {
  try {
    return uncompressSync(packed) as Buffer;
  } catch {
    return null;
  }
}

const text = fc
  .array(fc.constantFrom('__name__', 'job', 'shop', 'instance', '\u0000', 'aaaaaaaa', '12.5', 'é'), {
    maxLength: 400,
  })
  .map((words) => Buffer.from(words.join('')));

describe('snappy', () => {
  it('unpacks what the reference packed', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 5000 })), (plain) => {
        expect(Buffer.from(unpack(compressSync(Buffer.from(plain)))).equals(Buffer.from(plain))).toBe(true);
      }),
    );
  });

  it('makes the same of a damaged block as the reference, or refuses it', () => {
    fc.assert(
      fc.property(text, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), (plain, damages) => {
        const packed = compressSync(plain);
        for (const [place, byte] of damages) packed[place % packed.length] = byte;
        let made: Uint8Array | null = null;
        try {
          made = unpack(packed);
        } catch (error) {
          expect(String(error)).toMatch(/HubscopeError/);
        }
        const expected = reference(packed);
        if (made === null) expect(expected === null || expected.length > limit).toBe(true);
        else expect(Buffer.from(made).equals(expected ?? Buffer.from('refused'))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('makes no room for a length that lies beyond the limit', () => {
    const lying = Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0]);
    expect(() => snappyHead(lying, limit)).toThrow(/unpacks to more/);
  });

  it('refuses a block that holds less, or more, than it says', () => {
    const packed = compressSync(Buffer.from('0123456789'));
    for (const said of [9, 11]) {
      const lying = Uint8Array.from(packed);
      lying[0] = said;
      expect(() => unpack(lying)).toThrow(/no valid snappy/);
    }
  });

  it.each([
    ['nothing', []],
    ['a length without an end', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80]],
    ['a copy from before the beginning', [4, 0b01, 1]],
    ['a copy from nowhere', [8, 12, 1, 2, 3, 4, 0b01, 0]],
    ['a literal cut short', [4, 12, 1]],
  ])('refuses %s', (_, bytes) => {
    expect(() => unpack(Uint8Array.from(bytes))).toThrow(/no valid snappy/);
  });
});

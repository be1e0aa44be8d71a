import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { Bodies } from './bodies.js';

const most = 4_000_000;

/** A stream of these parts that ends, or breaks off. */
function streamOf(parts: readonly Buffer[], breaks = false): PassThrough {
  const stream = new PassThrough();
  for (const part of parts) stream.write(part);
  if (breaks) setImmediate(() => stream.destroy());
  else stream.end();
  return stream;
}

const filled = (byte: number, length: number): Buffer => Buffer.alloc(length, byte);

it('reads what was sent, in whatever parts, whether its length was told or not', async () => {
  const bodies = new Bodies();
  const part = fc.record({ byte: fc.nat(255), length: fc.integer({ min: 1, max: 150_000 }) });
  const sent = fc.record({ parts: fc.array(part, { maxLength: 8 }), told: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 3 }), async (requests) => {
      // Under way at once, and again with the room of those before.
      const read = await Promise.all(
        requests.map(async ({ parts, told }) => {
          const whole = Buffer.concat(parts.map(({ byte, length }) => filled(byte, length)));
          const stream = streamOf(parts.map(({ byte, length }) => filled(byte, length)));
          return { whole, body: await bodies.read(stream, told ? whole.length : NaN, most) };
        }),
      );
      for (const { whole, body } of read) expect(body.bytes.equals(whole)).toBe(true);
      for (const { body } of read) bodies.giveBack(body);
    }),
    { numRuns: 60 },
  );
});

it('uses room again once it was given back, and not before', async () => {
  const bodies = new Bodies();
  const parts = [filled(1, 50_000), filled(2, 50_000)];
  const first = await bodies.read(streamOf(parts), 100_000, most);
  const second = await bodies.read(streamOf(parts), 100_000, most);
  expect(second.bytes.buffer).not.toBe(first.bytes.buffer);
  bodies.giveBack(first);
  const third = await bodies.read(streamOf(parts), NaN, most);
  expect(third.bytes.buffer).toBe(first.bytes.buffer);
});

it('keeps no more room than it may', async () => {
  const bodies = new Bodies();
  const parts = [filled(1, 2_000_000), filled(2, 1_500_000)];
  const five = [0, 1, 2, 3, 4];
  const read = await Promise.all(five.map(() => bodies.read(streamOf(parts), NaN, most)));
  for (const body of read) bodies.giveBack(body);
  const again = await Promise.all(five.map(() => bodies.read(streamOf(parts), NaN, most)));
  const before = new Set(read.map(({ bytes }) => bytes.buffer));
  // Four megabytes each: four of them fit into sixteen.
  expect(again.filter(({ bytes }) => before.has(bytes.buffer))).toHaveLength(4);
});

it('makes room a few times only for a long body', async () => {
  const bodies = new Bodies();
  const made = vi.spyOn(Buffer, 'allocUnsafeSlow');
  const parts = Array.from({ length: 240 }, () => filled(1, 65_536));
  for (const told of [240 * 65_536, NaN]) {
    made.mockClear();
    const body = await bodies.read(streamOf(parts), told, 16_777_216);
    expect(made.mock.calls.length).toBeLessThan(12);
    expect(body.bytes).toHaveLength(240 * 65_536);
  }
  made.mockRestore();
});

it('makes no room for what a sender only says', async () => {
  const bodies = new Bodies();
  const body = await bodies.read(streamOf([filled(1, 10)]), 3_999_999, most);
  expect(body.bytes.buffer.byteLength).toBeLessThanOrEqual(1024 * 1024);
});

it.each([
  [
    'is longer than it may be',
    () => streamOf([filled(1, 3_000_000), filled(1, 1_000_001)]),
    'body_too_large',
  ],
  ['breaks off', () => streamOf([filled(1, 10)], true), 'malformed_body'],
  ['broke off before it was read', () => streamOf([filled(1, 10)]).destroy(), 'malformed_body'],
])('refuses a body that %s', async (_, stream, code) => {
  await expect(new Bodies().read(stream(), NaN, most)).rejects.toMatchObject({ code });
});

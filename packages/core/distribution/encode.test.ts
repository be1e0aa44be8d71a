import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Distribution, quantileOf } from './distribution.js';
import { decodeDistribution, encodeDistribution, EncodedDistribution } from './encode.js';

const recorded = fc
  .tuple(
    fc.array(fc.tuple(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom(1, 2, 1000, 0.5, 3.25))),
    fc.integer({ min: -4, max: 6 }),
  )
  .map(([values, scale]) => {
    const distribution = new Distribution();
    for (const [value, count] of values) distribution.record(value, count);
    distribution.downscale(scale);
    return distribution;
  });

it('gives back what was put in, fractional counts and an empty one included', () => {
  fc.assert(
    fc.property(recorded, (distribution) => {
      const back = decodeDistribution(encodeDistribution(distribution));
      expect(back.state()).toEqual(distribution.state());
      expect(encodeDistribution(back)).toEqual(encodeDistribution(distribution));
      expect(back.count).toBeCloseTo(distribution.count, 9);
    }),
  );
});

it('is merged and read without being made, to the same end', () => {
  fc.assert(
    fc.property(
      fc.array(recorded, { maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, q) => {
        const [made, read] = [new Distribution(), new Distribution()];
        // What it held before leaves nothing behind.
        read.record(7, 70_000);
        read.clear();
        for (const each of all) {
          const encoded = new EncodedDistribution().read(encodeDistribution(each));
          expect(quantileOf(encoded, q)).toBe(decodeDistribution(encodeDistribution(each)).quantile(q));
          made.merge(decodeDistribution(encodeDistribution(each)));
          read.mergeFilled(encoded);
        }
        expect(read.state()).toEqual(made.state());
        expect(read.count).toBe(made.count);
        expect(encodeDistribution(read)).toEqual(encodeDistribution(made));
      },
    ),
  );
});

it('takes little room: a second of fifty operations fits in two hundred bytes', () => {
  const distribution = new Distribution();
  for (let n = 0; n < 50; n += 1) distribution.record(20 + n * 3.7);
  expect(encodeDistribution(distribution).length).toBeLessThan(200);
});

it('says when bytes are missing', () => {
  const distribution = new Distribution();
  distribution.record(5);
  expect(() => decodeDistribution(encodeDistribution(distribution).slice(0, -1))).toThrow(RangeError);
});

import type { DropReason } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { Points } from '@hubscope/core/window';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OpenScrapes, type Part } from './open-scrapes.js';

const bounds = [0.1, 0.2, 0.5, Infinity];
const begin = 1_764_000_000_000;

/** The series of a histogram, what it hands on, and why it takes something not. */
function histogram() {
  const handed: { time: number; parts: number; last: number }[] = [];
  const points = new Points(1);
  points.arrive(millis(begin + 1_000_000));
  const scrapes = new OpenScrapes((scrape) => {
    const last = scrapes.buckets.at(-1);
    handed.push({
      time: scrape.time,
      parts: scrape.arrived,
      last: last === undefined ? NaN : scrape.value(last),
    });
    return null;
  });
  const parts: readonly Part[] = [...bounds.flatMap((le) => scrapes.bucket(le) ?? []), scrapes.sum()];
  const take = (part: Part | undefined, scrape: number, value: number): DropReason | null => {
    points.set(0, null, millis(begin + scrape * 1000), value);
    return part === undefined ? null : scrapes.take(part, points, 0);
  };
  return { handed, parts, take };
}

it('scrapes that shards bring, each in its order and none far behind, are handed on in order, whole and once', () => {
  const shards = fc.array(fc.nat(2), { minLength: 5, maxLength: 5 });
  const turns = fc.array(fc.nat(2), { minLength: 100, maxLength: 100 });
  fc.assert(
    fc.property(shards, turns, (shardOf, order) => {
      const { handed, parts, take } = histogram();
      // All know the series from here on.
      for (const scrape of [0, 1]) for (const part of parts) expect(take(part, scrape, scrape)).toBeNull();
      const next = [2, 2, 2];
      const used = [0, 1, 2].filter((shard) => shardOf.includes(shard));
      const send = (shard: number): void => {
        for (const [place, part] of parts.entries())
          if (shardOf[place] === shard)
            expect(take(part, next[shard] ?? NaN, 10 * (next[shard] ?? NaN))).toBeNull();
        next[shard] = (next[shard] ?? NaN) + 1;
      };
      for (const shard of order) {
        const slowest = Math.min(...used.map((each) => next[each] ?? NaN));
        if (used.includes(shard) && (next[shard] ?? NaN) < slowest + 7) send(shard);
      }
      const most = Math.max(...next);
      for (const shard of used) while ((next[shard] ?? NaN) < most) send(shard);
      const expected = Array.from({ length: most - 2 }, (_, place) => place + 2);
      expect(handed.slice(2)).toEqual(
        expected.map((scrape) => ({ time: begin + scrape * 1000, parts: 5, last: 10 * scrape })),
      );
    }),
  );
});

it('whatever comes, in whatever order, scrapes are handed on in the order of their times', () => {
  const what = fc.record({ part: fc.nat(4), scrape: fc.nat(30), value: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(what, { maxLength: 400 }), (all) => {
      const { handed, parts, take } = histogram();
      for (const { part, scrape, value } of all) take(parts[part], scrape, value);
      const times = handed.map(({ time }) => time);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distribution } from '@hubscope/core/distribution';
import type { Point } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import { compact } from './compact.js';
import { Sparklines } from './sparklines.js';
import { pointOf, start, table } from './testing/scene.js';

const columns = table.columns();
const p95 = columns.findIndex(({ name }) => name === 'latency.p95');
const throughput = columns.findIndex(({ name }) => name === 'throughput');
/** A second at which a half minute begins. */
const begin = Math.ceil(start / 30) * 30;

describe('sparklines', () => {
  it('hold the P95 of all operations of a half minute, and the mean of its known rates, late data included', () => {
    const operations = fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(operations, { minLength: 1, maxLength: 100 }),
        fc.array(fc.tuple(fc.nat(99), operations), { maxLength: 5 }),
        (seconds, late) => {
          const lines = new Sparklines(columns);
          const points = new Map<number, Point>();
          const put = (at: number, latencies: number[]): Point => {
            const point = pointOf('shop', begin + at, { latencies, throughput: latencies.length });
            points.set(begin + at, point);
            return point;
          };
          seconds.forEach((latencies, at) => {
            lines.add(put(at, latencies));
          });
          const told = [...seconds];
          for (const [at, latencies] of late) {
            if (at >= seconds.length) continue;
            told[at] = latencies;
            put(at, latencies);
            lines.remake(second(begin + at), (which) => points.get(which) ?? null);
          }
          const cells = Math.ceil(seconds.length / 30);
          for (let cell = 0; cell < cells; cell += 1) {
            const inside = told.slice(cell * 30, cell * 30 + 30);
            const merged = new Distribution();
            for (const ms of inside.flat()) merged.record(ms);
            const place = 120 - cells + cell;
            expect(lines.series(p95)[place]).toBe(compact(merged.quantile(0.95)));
            const mean = inside.flat().length / inside.length;
            expect(lines.series(throughput)[place]).toBeCloseTo(mean, 5);
          }
          expect(lines.series(p95)).toHaveLength(120);
          expect(lines.until).toBe(begin + cells * 30);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keep one hour, and leave a hole where nothing was known', () => {
    const lines = new Sparklines(columns);
    for (let at = 0; at < 7200; at += 30) {
      if (at !== 7200 - 90) lines.add(pointOf('shop', begin + at, { throughput: at }));
    }
    const series = lines.series(throughput);
    expect(series.slice(-3)).toEqual([null, 7140, 7170]);
    expect(series[0]).toBe(3600);
    expect(series).toHaveLength(120);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millis, second } from '../time/index.js';
import { Cells, SeriesRoom } from './cells.js';
import { found } from './counter.js';
import * as counting from './counter.js';
import { DeltaSeries, subtractHistograms, subtractNumbers } from './delta.js';
import { RecentIds } from './ids.js';
import { intervalWidth, usualAfter, UsualInterval } from './interval.js';
import { Learnt } from './learnt.js';
import { Points } from './points.js';
import { Recent } from './recent.js';
import { Timeline } from './timeline.js';
import { Versions } from './versions.js';
import { hubId, spanId } from '../signal/index.js';

const ms = (seconds: number) => millis(1_700_000_000_000 + seconds * 1000);

describe('deltas of a series', () => {
  it('add up to the last total, whatever resets came between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(100), { minLength: 1, maxLength: 5 }), { minLength: 1 }),
        (lives) => {
          const series = new DeltaSeries(subtractNumbers);
          let [time, expected, counted] = [0, 0, 0];
          for (const steps of lives) {
            const start = ms(time);
            let total = 0;
            for (const step of steps) {
              time += 2;
              total += step;
              expected += step;
              const delta = series.cumulative(start, ms(time), total);
              if (typeof delta !== 'string') counted += delta.value;
            }
          }
          expect(counted).toBe(expected);
        },
      ),
    );
  });

  it('says what is wrong with a point', () => {
    const series = new DeltaSeries(subtractNumbers);
    expect(series.cumulative(null, ms(1), 5)).toBe('first');
    expect(series.cumulative(null, ms(1), 5)).toBe('duplicate');
    expect(series.cumulative(null, ms(0), 5)).toBe('out_of_order');
    expect(series.cumulative(null, ms(2), 3)).toMatchObject({ from: ms(1), value: 3 });
  });

  it('subtract bucket by bucket, at the coarser of two scales', () => {
    const older = {
      kind: 'exponential',
      scale: 1,
      zeroCount: 1,
      offset: 2,
      counts: [1, 2],
      sum: 9,
      min: 1,
      max: 4,
    } as const;
    const newer = {
      kind: 'exponential',
      scale: 0,
      zeroCount: 2,
      offset: 1,
      counts: [5],
      sum: 20,
      min: 1,
      max: 4,
    } as const;
    expect(subtractHistograms(newer, older)).toMatchObject({ scale: 0, zeroCount: 1, counts: [2], sum: 11 });
    expect(subtractHistograms(older, newer)).toBeNull();
  });
});

describe('a timeline', () => {
  it('conserves what it covers: seconds add up to value × time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 100 })), {
          maxLength: 20,
        }),
        (stretches) => {
          const timeline = new Timeline();
          let [at, expected] = [0, 0];
          for (const [length, value] of stretches) {
            timeline.cover(ms(at / 1000), ms((at + length) / 1000), value);
            at += length;
            expected += (value * length) / 1000;
          }
          let found = 0;
          for (let offset = 0; offset * 1000 < at; offset += 1) {
            const covered = Math.min(1, at / 1000 - offset);
            found += (timeline.at(second(1_700_000_000 + offset)) ?? 0) * covered;
          }
          expect(found).toBeCloseTo(expected, 6);
        },
      ),
    );
  });

  it('is unknown where nothing was said', () => {
    const timeline = new Timeline();
    timeline.cover(ms(0), ms(1), 5);
    expect(timeline.at(second(1_700_000_001))).toBeNull();
  });
});

describe('what is remembered', () => {
  it('stays for its time and is bounded', () => {
    const recent = new Recent<number>(1000, 300);
    for (let n = 0; n < 10_000; n += 1) recent.set(`k${String(n)}`, n, n);
    expect(recent.get('k9999')).toBe(9999);
    expect(recent.get('k0')).toBeUndefined();
    let kept = 0;
    for (let n = 0; n < 10_000; n += 1) if (recent.get(`k${String(n)}`) !== undefined) kept += 1;
    expect(kept).toBeLessThanOrEqual(300);
    expect(kept).toBeGreaterThan(200);
  });
});

describe('what is learnt', () => {
  it('follows a change within two minutes', () => {
    const learnt = new Learnt();
    for (let n = 0; n < 600; n += 1) learnt.record(5000, ms(n / 10));
    for (let n = 0; n < 1300; n += 1) learnt.record(100, ms(60 + n / 10));
    expect(learnt.quantile(0.99, ms(191))).toBeLessThan(110);
  });

  it('takes the median of intervals, deaf to one pause', () => {
    const interval = new UsualInterval();
    for (const at of [0, 1000, 2000, 3000, 60_000, 61_000, 62_000]) interval.arrived(at);
    expect(interval.value()).toBe(1000);
  });

  it('answers the median of the last nine intervals, whether it must put them in order or not', () => {
    const interval = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 40 }), (given) => {
        const held = new Float64Array(3 * intervalWidth);
        let usual = NaN;
        given.forEach((each, place) => {
          usual = usualAfter(held, intervalWidth, each, usual);
          const last = given.slice(Math.max(0, place - 8), place + 1).toSorted((a, b) => a - b);
          expect(usual).toBe(last[last.length >> 1]);
        });
        expect(held.filter((_, place) => Math.floor(place / intervalWidth) !== 1)).toEqual(
          new Float64Array(2 * intervalWidth),
        );
      }),
    );
  });
});

it('makes no marker while two known versions report side by side', () => {
  const versions = new Versions();
  const changes = ['1', '1', '2', '1', '2', '3'].map((version) => versions.changed(hubId('shop'), version));
  expect(changes).toEqual([false, false, true, false, false, true]);
});

describe('remembered span ids', () => {
  const id = (n: number) => spanId((n * 2_654_435_761).toString(16).padStart(16, '0'));

  it('are found with their value for as long as they are kept, and bounded', () => {
    const ids = new RecentIds(1000, 100_000, 'wide');
    for (let n = 1; n <= 20_000; n += 1) ids.set(id(n), n * 1.5, 0);
    for (let n = 1; n <= 20_000; n += 1) expect(ids.get(id(n))).toBe(n * 1.5);
    expect(ids.get(id(20_001))).toBeUndefined();
    for (let turn = 1; turn <= 6; turn += 1) ids.set(id(30_000 + turn), 1, turn * 400);
    expect(ids.get(id(1))).toBeUndefined();
    expect(ids.get(id(30_006))).toBe(1);
  });

  it('are those that were told, with the last number of each, however many come and go', () => {
    const told = fc.record({ ms: fc.nat(300), from: fc.nat(3000), count: fc.nat(2000) });
    fc.assert(
      fc.property(fc.array(told, { maxLength: 12 }), (times) => {
        const ids = new RecentIds(1000, 1_000_000, 'wide');
        const last = new Map<number, { value: number; at: number }>();
        let [now, value] = [0, 0];
        for (const { ms: passed, from, count } of times) {
          now += passed;
          for (let n = from; n < from + count; n += 1) {
            value += 1;
            ids.set(id(n), value, now);
            last.set(n, { value, at: now });
          }
          for (let n = 0; n < 5000; n += 7) {
            const known = last.get(n);
            const found = ids.get(id(n));
            if (known !== undefined && now - known.at <= 1000) expect(found).toBe(known.value);
            else expect([undefined, known?.value]).toContain(found);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('do not clash when a tracer counts them up', () => {
    const ids = new RecentIds(1000, 1_000_000, 'small');
    for (let n = 1; n <= 50_000; n += 1) ids.set({ high: 0, low: n }, n % 100, 0);
    for (let n = 1; n <= 50_000; n += 1) expect(ids.get({ high: 0, low: n })).toBe(n % 100);
  });
});

describe('the cells of series', () => {
  it('keep what they hold when there are more, and are empty when they were given back', () => {
    const cells = new Cells(new SeriesRoom(10, 10));
    const bases = Array.from({ length: 100 }, (_, series) => {
      const base = cells.take(1);
      cells.numbers[base] = series;
      return base;
    });
    expect(bases.map((base) => cells.numbers[base])).toEqual(bases.map((_, series) => series));
    expect(new Set(bases).size).toBe(100);
    const [first = -1] = bases;
    cells.give(first);
    expect(cells.take(1)).toBe(first);
    expect(cells.numbers[first]).toBeNaN();
  });
});

describe('a counter of plain numbers', () => {
  it('changes as a delta series does, point by point', () => {
    const moment = fc.integer({ min: 0, max: 400 });
    const point = fc.tuple(fc.option(moment), moment, fc.nat(50), fc.constantFrom('delta', 'cumulative'));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), fc.boolean(), (given, ordered) => {
        const [slow, cells, points] = [
          new DeltaSeries(subtractNumbers),
          new Cells(new SeriesRoom(10, 10)),
          new Points(1),
        ];
        const base = cells.take(1);
        const form = given[0]?.[3] === 'delta' ? 'delta' : 'cumulative';
        for (const [start, time, value] of ordered ? given.toSorted((a, b) => a[1] - b[1]) : given) {
          const begun = start === null ? null : ms(start);
          points.set(0, begun, ms(time), value);
          const expected = slow[form](begun, ms(time), value);
          const reason = counting[form](cells.numbers, base, points, 0);
          expect(reason).toBe(typeof expected === 'string' ? expected : null);
          if (typeof expected === 'string') continue;
          expect([...found]).toEqual([expected.from ?? NaN, expected.value]);
        }
      }),
    );
  });
});

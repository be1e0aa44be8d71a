import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hubId, selfHub } from '../signal/index.js';
import { second } from '../time/index.js';
import { defaultRules, rule } from '../wire/index.js';
import { fitsGlob } from './glob.js';
import { healthOf, strain } from './health.js';
import { Peaks, peaksOf } from './peaks.js';
import { looksAt, rulesOf } from './rules.js';
import { ColumnSeries } from './series.js';
import { start } from './testing/play.js';
import { Trends, trendOf } from './trend.js';
import { UptimeRecord } from './uptime.js';

/** A series of one value a second that ends with the newest second. */
function series(values: readonly (number | null)[]): {
  series: ColumnSeries;
  last: ReturnType<typeof second>;
} {
  const made = new ColumnSeries();
  values.forEach((value, offset) => {
    made.set(second(start + offset), value === null ? null : [value, 1]);
  });
  return { series: made, last: second(start + values.length - 1) };
}

/** Noise that looks random and is not: the same in every run. */
const noise = (n: number): number =>
  Math.sin(n * 12.9898) * 43758.5453 - Math.floor(Math.sin(n * 12.9898) * 43758.5453) - 0.5;

const many = (count: number, value: (n: number) => number | null): (number | null)[] =>
  Array.from({ length: count }, (_, n) => value(n));

describe('the trend', () => {
  it('is told anew at once where its verdict is another one, and every five seconds', () => {
    const made = new ColumnSeries();
    const trends = new Trends(made, 'higher', 0);
    const told = many(900, (n) => (n < 700 ? 100 : 150)).map((value, n) => {
      made.set(second(start + n), [(value ?? 0) + noise(n), 1]);
      return trends.at(second(start + n));
    });
    const changes = told.flatMap((trend, n) => (n === 0 || trend !== told[n - 1] ? [n] : []));
    const other = changes.filter((n) => (start + n) % 5 !== 0);
    expect(other.every((n) => n === 0 || told[n]?.verdict !== told[n - 1]?.verdict)).toBe(true);
    expect(told[699]?.verdict).toBe('steady');
    expect(told[760]?.verdict).toBe('better');
    expect(changes.length).toBeLessThan(900 / 5 + 10);
  });

  it('sees a change beyond 1 % and the noise, and whether it is good', () => {
    const values = [...many(600, (n) => 100 + noise(n)), ...many(60, (n) => 120 + noise(n))];
    const made = series(values);
    expect(trendOf(made.series, 'higher', made.last)).toMatchObject({ verdict: 'better' });
    expect(trendOf(made.series, 'lower', made.last)).toMatchObject({ verdict: 'worse' });
    expect(trendOf(made.series, null, made.last)).toMatchObject({ verdict: 'changed' });
    expect(trendOf(made.series, 'higher', made.last).change).toBeCloseTo(20, 0);
  });

  it('is steady within the noise, however large a lucky difference looks', () => {
    const made = series(many(660, (n) => 100 + 80 * noise(n)));
    expect(trendOf(made.series, 'higher', made.last).verdict).toBe('steady');
  });

  it('is steady within 1 %, however exact', () => {
    const made = series([...many(600, () => 100), ...many(60, () => 100.9)]);
    expect(trendOf(made.series, 'higher', made.last).verdict).toBe('steady');
  });

  it('reads whole batches as they are now, late values and hours that come round again included', () => {
    const changes = fc.tuple(fc.nat(8000), fc.option(fc.integer({ min: 1, max: 100 })));
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 200 }), (all) => {
        const made = new ColumnSeries();
        for (const [offset, value] of all) {
          made.set(second(start + offset), value === null ? null : [value, 1]);
          const end = Math.floor((start + offset + 1) / 10) * 10;
          // What was read a moment ago must not be told again.
          expect(made.wholeBatches(end - 3600, end + 3)).toEqual(made.batches(end - 3600, end));
        }
      }),
    );
  });

  it('keeps whole batches while they are the same, and no longer', () => {
    const made = new ColumnSeries();
    for (let n = 0; n < 3600; n += 1) made.set(second(start + n), [n, 1]);
    const [from, to] = [start, start + 3600];
    const first = made.wholeBatches(from, to);
    made.set(second(start + 3600), [1, 1]);
    expect(made.wholeBatches(from, to)).toBe(first);
    made.set(second(start + 17), [1000, 1]);
    const amended = made.wholeBatches(from, to);
    expect(amended).toEqual(made.batches(from, to));
    // Whose place it takes is in the batches.
    made.set(second(start + 3660 + 42), [5, 1]);
    expect(made.wholeBatches(from, to)).not.toEqual(amended);
    expect(made.wholeBatches(from, to)).toEqual(made.batches(from, to));
  });

  it('is unknown before there are two minutes to compare with, and where nothing was measured', () => {
    const young = series(many(170, () => 100));
    expect(trendOf(young.series, 'higher', young.last).verdict).toBe('unknown');
    const blind = series([...many(600, () => 100), ...many(60, () => null)]);
    expect(trendOf(blind.series, 'higher', blind.last)).toEqual({ change: null, verdict: 'unknown' });
  });
});

describe('peaks', () => {
  it('are the extremes of a minute and of an hour, with their moments', () => {
    const { series: made, last } = series([...many(100, (n) => n), 500, ...many(100, (n) => 200 - n)]);
    const [minute, hour] = peaksOf(made, last);
    expect(minute).toMatchObject({ over: 60, max: 160, min: 101, max_at: (start + 141) * 1000 });
    expect(hour).toMatchObject({ over: 3600, max: 500, max_at: (start + 100) * 1000, min: 0 });
    expect(minute?.mean).toBeCloseTo(130.5);
  });

  it('follow an amended second, and forget what is more than an hour old', () => {
    const { series: made, last } = series(many(4000, (n) => (n === 0 ? 999 : 1)));
    expect(peaksOf(made, last)[1]?.max).toBe(1);
    made.set(last, [7, 1]);
    expect(peaksOf(made, last)[0]?.max).toBe(7);
  });

  it('are told anew at once where they are others, and every five seconds where only the mean is', () => {
    const made = new ColumnSeries();
    const peaks = new Peaks(made, 2);
    const means = [0, 4, 1, 1, 9, 1, 1, 1, 1, 1, 1].map((value, n) => {
      made.set(second(start + n), [value, 1]);
      return peaks.at(second(start + n))[0]?.mean;
    });
    const told = means.flatMap((mean, n) => (n === 0 || mean !== means[n - 1] ? [n] : []));
    // A first one, a maximum, its turn, a maximum, its turn.
    expect(told).toEqual([0, 1, 2, 4, 7]);
  });

  it('keep the moment of an extreme that is reached again, while it lies in the span and holds', () => {
    const made = new ColumnSeries();
    const peaks = new Peaks(made, 2);
    const at = (n: number, value: number): number | null | undefined => {
      made.set(second(start + n), [value, 1]);
      return peaks.at(second(start + n))[0]?.max_at;
    };
    const moment = (n: number): number => (start + n) * 1000;
    for (let n = 0; n < 60; n += 1) expect(at(n, 5)).toBe(moment(0));
    // It has left the minute: the newest stands for it from then on.
    expect(at(60, 5)).toBe(moment(60));
    expect(at(61, 5)).toBe(moment(60));
    made.set(second(start + 60), [1, 1]);
    expect(at(62, 5)).toBe(moment(62));
  });

  it('are those of every single second, wherever the hour begins and whatever is amended in it', () => {
    const made = series([]).series;
    for (let n = 0; n < 9000; n += 1) {
      made.set(second(start + n), n % 7 === 3 ? null : [100 * noise(n), 1]);
      if (n % 10 === 0 && n > 120) made.set(second(start + n - 115), [100 * noise(n + 0.5), 2]);
      if (n < 3600 || n % 97 !== 0) continue;
      const hour = peaksOf(made, second(start + n))[1];
      const values = many(3600, (ago) => made.at(start + n - ago)).filter((value) => value !== null);
      expect([hour?.max, hour?.min]).toEqual([Math.max(...values), Math.min(...values)]);
      expect(made.at((hour?.max_at ?? 0) / 1000)).toBe(hour?.max);
      expect(hour?.mean).toBeCloseTo(made.mean(start + n - 3599, start + n + 1) ?? NaN, 9);
    }
  });
});

describe('health', () => {
  const above = rule.parse({
    name: 'A',
    signal: 'latency',
    condition: 'above',
    threshold: 100,
    severity: 'critical',
  });
  const below = rule.parse({
    name: 'B',
    signal: 'throughput',
    condition: 'below',
    threshold: 100,
    severity: 'info',
  });

  it.each([
    [above, 90, 0],
    [above, 100, 0.5],
    [above, 110, 1],
    [above, 5000, 1],
    [below, 112, 0],
    [below, 100, 0.5],
    [below, 0, 1],
  ])('%# a value strains its rule by how near it comes', (of, value, lost) => {
    expect(strain({ rule: of, value })).toBeCloseTo(lost, 1);
  });

  it('is a hundred less what is lost, and names what took most first', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, available) => {
          const { score, parts } = healthOf(
            [
              { rule: above, value: a },
              { rule: below, value: b },
            ],
            available,
          );
          const lost = parts.reduce((sum, part) => sum + part.lost, 0);
          expect((score ?? -1) + lost).toBeCloseTo(100, 6);
          expect(parts.map((part) => part.lost)).toEqual(
            parts.map((part) => part.lost).toSorted((x, y) => y - x),
          );
        },
      ),
    );
  });

  it('gives what is unknown no weight, and knows nothing of nothing', () => {
    expect(
      healthOf(
        [
          { rule: above, value: 5 },
          { rule: below, value: null },
        ],
        null,
      ).score,
    ).toBe(100);
    expect(healthOf([{ rule: above, value: null }], null).score).toBeNull();
  });
});

describe('uptime', () => {
  const at = (offset: number) => second(start + offset);

  it('is the share of known seconds in which the hub reported', () => {
    const record = new UptimeRecord();
    for (let n = 0; n < 90; n += 1) record.up(at(n));
    for (let n = 90; n < 100; n += 1) record.silent(at(n));
    expect(record.view(at(100))).toMatchObject({ percent: 90, known_seconds: 100 });
  });

  it('decides a gap by what comes after: idle was up, silence was down', () => {
    const idle = new UptimeRecord();
    const dead = new UptimeRecord();
    for (const record of [idle, dead]) {
      for (let n = 0; n < 10; n += 1) record.up(at(n));
      for (let n = 10; n < 20; n += 1) record.missing(at(n));
      expect(record.view(at(20)).known_seconds).toBe(10);
    }
    for (let n = 10; n < 20; n += 1) idle.up(at(n));
    dead.silent(at(20));
    expect(idle.view(at(20)).percent).toBe(100);
    expect(dead.view(at(20)).percent).toBeCloseTo((100 * 10) / 21);
  });

  it('counts a second once, whoever tells of it again', () => {
    const record = new UptimeRecord();
    for (let n = 0; n < 5; n += 1) record.up(at(n));
    record.up(at(2));
    record.silent(at(3));
    expect(record.view(at(5)).known_seconds).toBe(5);
  });

  it('has 144 cells of ten minutes and forgets what is older', () => {
    const record = new UptimeRecord();
    for (let n = 0; n < 90_000; n += 10) record.up(at(n));
    const { cells, known_seconds } = record.view(at(90_000));
    expect(cells).toHaveLength(144);
    expect(new Set(cells)).toEqual(new Set(['up']));
    expect(known_seconds).toBeLessThanOrEqual(8640);
    expect(new UptimeRecord().view(at(0)).cells).toEqual(Array.from({ length: 144 }, () => 'unknown'));
  });
});

describe('which rules watch what', () => {
  const general = rule.parse({ name: 'Slow', signal: 'latency', condition: 'above', threshold: 1 });
  const own = rule.parse({ ...general, threshold: 9, hub: 'shop-*' });

  it('the default rules watch every hub but the server itself', () => {
    expect(rulesOf(defaultRules, hubId('shop'))).toHaveLength(5);
    expect(rulesOf(defaultRules, selfHub)).toHaveLength(0);
  });

  it('one that names the hub stands in for a general one of its name', () => {
    expect(rulesOf([general, own], hubId('shop-eu')).map((each) => each.threshold)).toEqual([9]);
    expect(rulesOf([general, own], hubId('bank')).map((each) => each.threshold)).toEqual([1]);
  });

  it('one on components leaves the hub itself alone', () => {
    const agents = { ...general, component: 'agent:*' };
    expect([looksAt(agents, null), looksAt(agents, 'agent:writer'), looksAt(agents, 'tool:writer')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(looksAt(general, 'agent:writer')).toBe(false);
  });

  it('a glob is no regular expression, and never slow', () => {
    expect(fitsGlob('a.c', 'abc')).toBe(false);
    expect(fitsGlob('*b?d', 'aabcd')).toBe(true);
    // A matcher that backtracks over every star would not end in this universe.
    expect(fitsGlob(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
    // What would explode as a regular expression is a text like any other.
    expect(fitsGlob('(a+)+$', 'a'.repeat(5000))).toBe(false);
    expect(fitsGlob('(a+)+$', '(a+)+$')).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distribution } from '../distribution/index.js';
import { hubId, SignalTable, type Reading } from '../signal/index.js';
import { second } from '../time/index.js';
import { burn } from '../wire/index.js';
import { badOf, burnMemory, BurnWindow } from './burn.js';
import { start } from './testing/play.js';

const objective = burn.parse({ objective: 99, long: '1h', short: '5m', period: '30d' });
const at = (offset: number) => second(start + offset);

/** Seconds of ten operations each, of which so many are bad. */
function feed(window: BurnWindow, from: number, to: number, bad: number): void {
  for (let n = from; n < to; n += 1) window.set(at(n), [bad, 10]);
}

describe('a burn rate', () => {
  it('is 1 where just the budget is spent, and 10 where ten times as much is', () => {
    const window = new BurnWindow(objective);
    feed(window, 0, 3600, 0.1);
    expect(window.rate(at(3599))).toBeCloseTo(1, 6);
    feed(window, 3600, 7300, 1);
    expect(window.rate(at(7299))).toBeCloseTo(10, 6);
  });

  it('needs both windows: the long one shows that it matters, the short one that it goes on', () => {
    const window = new BurnWindow(objective);
    feed(window, 0, 3600, 0);
    feed(window, 3600, 3660, 10);
    // A minute of nothing but errors is a sixtieth of the hour.
    expect(window.rate(at(3659))).toBeCloseTo(100 / 60, 0);
    feed(window, 3660, 4000, 0);
    expect(window.rate(at(3999))).toBe(0);
  });

  it('is unknown before the short window is full, and where no operation ended', () => {
    const window = new BurnWindow(objective);
    feed(window, 0, 100, 10);
    expect(window.rate(at(99))).toBeNull();
    const idle = new BurnWindow(objective);
    for (let n = 0; n < 900; n += 1) idle.set(at(n), [0, 0]);
    expect(idle.rate(at(899))).toBeNull();
    expect(idle.left(at(899))).toBeNull();
  });

  it('leaves of its budget what was not spent, below 0 where more was', () => {
    const window = new BurnWindow(objective);
    feed(window, 0, 1000, 0.05);
    expect(window.left(at(999))).toBeCloseTo(50, 6);
    feed(window, 1000, 2000, 0.35);
    expect(window.left(at(1999))).toBeCloseTo(-100, 6);
  });

  it('counts a second that late data changes once, as it is at last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(99), fc.nat(10)), { maxLength: 60 }), (changes) => {
        const [amended, straight] = [new BurnWindow(objective), new BurnWindow(objective)];
        const bad = Array.from({ length: 100 }, () => 1);
        feed(amended, 0, 100, 1);
        for (const [place, value] of changes) {
          bad[place] = value;
          amended.set(at(place), [value, 10]);
        }
        bad.forEach((value, n) => {
          straight.set(at(n), [value, 10]);
        });
        expect(amended.left(at(99))).toBeCloseTo(straight.left(at(99)) ?? NaN, 6);
      }),
    );
  });

  it('is the same after a restart', () => {
    const window = new BurnWindow(objective);
    feed(window, 0, 4000, 0.3);
    const kept = burnMemory.parse(JSON.parse(JSON.stringify(window.memory())));
    const later = new BurnWindow(objective, kept);
    expect(later.rate(at(3999))).toBe(window.rate(at(3999)));
    expect(later.left(at(3999))).toBe(window.left(at(3999)));
  });
});

describe('what is bad', () => {
  const table = new SignalTable();
  const point = (name: string, reading: Reading) => {
    const readings: (Reading | null)[] = table.signals.map(() => null);
    readings[table.get(name).index] = reading;
    return { hub: hubId('shop'), component: null, second: at(0), readings };
  };
  const column = (name: string) => table.column(name) ?? expect.fail(name);

  it('is the numerator of a ratio', () => {
    const errors = point('error_rate', { fold: 'ratio', numerator: 3, denominator: 40 });
    expect(badOf(errors, column('error_rate'), objective)).toEqual([3, 40]);
    expect(badOf(errors, column('latency'), objective)).toBeNull();
  });

  it('is what lies above the bound in a distribution', () => {
    const distribution = new Distribution();
    for (let ms = 1; ms <= 100; ms += 1) distribution.record(ms * 10);
    const slow = point('latency', { fold: 'distribution', distribution });
    const [bad, total] = badOf(slow, column('latency.p95'), { ...objective, good_below: 805 }) ?? [];
    expect([bad, total]).toEqual([20, 100]);
    expect(badOf(slow, column('latency'), objective)).toBeNull();
  });
});

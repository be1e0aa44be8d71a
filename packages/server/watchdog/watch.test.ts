import { describe, expect, it } from 'vitest';
import { Watch, type Sight } from './watch.js';

const eachMs = 250;

/** What is told of a loop that gives its signs at these times, ms. */
function seen(
  gives: (now: number) => boolean,
  untilMs: number,
  looks: (now: number) => boolean = () => true,
): Sight[] {
  const watch = new Watch({ stallMs: 2000, hangMs: 10_000 }, eachMs, 0);
  const told: Sight[] = [];
  let signs = 0;
  for (let now = eachMs; now <= untilMs; now += eachMs) {
    if (gives(now)) signs += 1;
    const sight = looks(now) ? watch.look(signs, now) : null;
    if (sight !== null) told.push(sight);
  }
  return told;
}

describe('a loop', () => {
  it('that gives its signs is never spoken of', () => {
    expect(seen(() => true, 600_000)).toEqual([]);
  });

  it('that is late by less than a stall is not either', () => {
    expect(seen((now) => now % 1750 === 0, 600_000)).toEqual([]);
  });

  it('that stands still is told of once, and again when it moves, with how long it stood', () => {
    expect(seen((now) => now < 5000 || now >= 8000, 20_000)).toEqual([
      { state: 'stalled', ms: 2000 },
      { state: 'moving', ms: 3250 },
    ]);
  });

  it('that never comes back hangs, once', () => {
    expect(seen((now) => now < 5000, 60_000)).toEqual([
      { state: 'stalled', ms: 2000 },
      { state: 'hung', ms: 10_000 },
    ]);
  });

  it('whose whole process was stopped for an hour neither stood still nor hung', () => {
    const away = (now: number): boolean => now > 5000 && now <= 3_605_000;
    expect(
      seen(
        (now) => !away(now),
        3_700_000,
        (now) => !away(now),
      ),
    ).toEqual([]);
  });

  it('is left alone for as long as it takes where nothing hangs', () => {
    const watch = new Watch({ stallMs: 2000, hangMs: null }, eachMs, 0);
    const told = Array.from({ length: 10_000 }, (_, n) => watch.look(0, (n + 1) * eachMs));
    expect(told.filter((each) => each !== null)).toEqual([{ state: 'stalled', ms: 2000 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { secondsInWords, tenMinutesAt } from './health-seconds.js';

const at = (day: number, hour: number, minute: number): number =>
  new Date(2026, 0, day, hour, minute).getTime();
const now = at(2, 12, 3);

describe('the ten minutes that are asked for', () => {
  it.each([
    ['11:47', at(2, 11, 40)],
    ['12:03', at(2, 12, 0)],
    // What has not come yet today was yesterday.
    ['12:04', at(1, 12, 0)],
    ['9:00', at(2, 9, 0)],
    ['10m ago', at(2, 11, 50)],
  ])('%s', (text, from) => {
    expect(tenMinutesAt(text, now)).toEqual({ from, to: from + 600_000 });
  });

  it.each(['24:00', '12:60', 'noon'])('%s is none', (text) => {
    expect(() => tenMinutesAt(text, now)).toThrow('no moment');
  });
});

it('seconds are drawn a line a minute, with what was not well', () => {
  const from = at(2, 11, 50);
  const runs = [
    { from, seconds: 90, state: 'up' as const },
    { from: from + 90_000, seconds: 45, state: 'down' as const },
    { from: from + 135_000, seconds: 5, state: 'silent' as const },
  ];
  expect(secondsInWords({ hub: 'shop', from, to: from + 600_000, runs }).split('\n')).toEqual([
    'shop, 11:50 – 12:00: down 45 s · silent 5 s · up 1 min',
    `  11:50 [${'·'.repeat(60)}]`,
    `  11:51 [${'·'.repeat(30)}${'×'.repeat(30)}]`,
    `  11:52 [${'×'.repeat(15)}${'~'.repeat(5)}${' '.repeat(40)}]`,
    '  · up  ~ silent  × down',
    '11:51:30 down for 45 s',
    '11:52:15 silent for 5 s',
  ]);
});

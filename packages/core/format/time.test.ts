import { afterEach, describe, expect, it } from 'vitest';
import {
  clockMinute,
  clockTime,
  dayAndMonth,
  duration,
  durationToWrite,
  momentWords,
  tellInUtc,
  writtenDuration,
  zoneOffset,
} from './time.js';
import { counted, countWord, sentence } from './words.js';

describe('a duration', () => {
  it.each([
    [-5, '0 s'],
    [18_900, '18 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [90_000_000, '1 d'],
  ])('of %s ms', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('a duration that is written', () => {
  it.each([
    ['90s', 90_000, '90s'],
    ['2h', 7_200_000, '2h'],
    [' 60 m', 3_600_000, '1h'],
    ['30d', 2_592_000_000, '30d'],
    ['5', 5000, '5s'],
    ['0', 0, '0s'],
    ['1500ms', 1500, '1500ms'],
    ['0.5h', 1_800_000, '30m'],
  ])('%s', (text, ms, again) => {
    expect(writtenDuration(text)).toBe(ms);
    expect(durationToWrite(ms)).toBe(again);
  });

  it.each(['', 'soon', '-5s', '5 weeks', '1e3'])('is none: %j', (text) => {
    expect(writtenDuration(text)).toBeNull();
  });
});

describe('a moment', () => {
  const at = (...parts: [number, number, number, number, number, number]): number =>
    new Date(...parts).getTime();
  it('is told in the viewer’s own time zone', () => {
    const night = at(2026, 0, 5, 0, 7, 9);
    expect([clockTime(night), clockMinute(night), dayAndMonth(night)]).toEqual([
      '00:07:09',
      '00:07',
      '5 Jan',
    ]);
    expect(dayAndMonth(at(2026, 11, 31, 23, 59, 59))).toBe('31 Dec');
  });

  it('names its day where that is another', () => {
    const now = at(2026, 10, 25, 14, 0, 0);
    expect(momentWords(at(2026, 10, 25, 9, 3, 27), now)).toBe('09:03:27');
    expect(momentWords(at(2026, 10, 24, 14, 3, 0), now)).toBe('24 Nov 14:03');
  });
});

describe('a count', () => {
  it('is a word up to twelve and digits past that', () => {
    expect(countWord(0)).toBe('no');
    expect(countWord(12)).toBe('twelve');
    expect(countWord(13)).toBe('13');
    expect(sentence(counted(5, 'rule'))).toBe('Five rules');
    expect(counted(1, 'rule')).toBe('one rule');
  });
});

describe('times in UTC', () => {
  afterEach(() => {
    tellInUtc(false);
  });

  it('are told where that is wished for, and the viewer’s own are told again after it', () => {
    const at = Date.UTC(2024, 10, 30, 23, 58, 59);
    tellInUtc(true);
    expect([clockTime(at), clockMinute(at), dayAndMonth(at)]).toEqual(['23:58:59', '23:58', '30 Nov']);
    expect(zoneOffset(at)).toBe(0);
    tellInUtc(false);
    const own = new Date(at);
    expect(clockTime(at).slice(0, 2)).toBe(String(own.getHours()).padStart(2, '0'));
    expect(zoneOffset(at)).toBe(-own.getTimezoneOffset() * 60_000);
  });
});

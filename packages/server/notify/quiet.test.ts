import { describe, expect, it } from 'vitest';
import { quietHours } from '@hubscope/core/wire';
import { told } from './quiet.js';

const at = (text: string): number => Date.parse(text);
const night = { time_zone: 'UTC', from: '22:00', to: '07:00' };
const berlin = { ...night, time_zone: 'Europe/Berlin' };
const lunch = { ...night, from: '12:00', to: '13:00' };

/** Whether a warning is told at a moment. */
function heard(moment: string, ...hours: object[]): boolean {
  return (
    told(
      at(moment),
      hours.map((each) => quietHours.parse(each)),
    )?.has('warning') ?? true
  );
}

describe('quiet hours', () => {
  it.each([
    // 2026-01-02 is a Friday.
    ['the minute before', '2026-01-02T21:59:59Z', [night], true],
    ['the minute in which they begin', '2026-01-02T22:00:00Z', [night], false],
    ['past midnight', '2026-01-03T03:00:00Z', [night], false],
    ['the last minute', '2026-01-03T06:59:59Z', [night], false],
    ['the minute in which they end', '2026-01-03T07:00:00Z', [night], true],
    ['within a day', '2026-01-02T12:30:00Z', [lunch], false],
    ['within a day, after', '2026-01-02T13:00:00Z', [lunch], true],
    ['of another day', '2026-01-02T23:00:00Z', [{ ...night, days: ['sat'] }], true],
    ['of the day before, past midnight', '2026-01-03T03:00:00Z', [{ ...night, days: ['fri'] }], false],
    ['that begin on this day, past midnight', '2026-01-03T03:00:00Z', [{ ...night, days: ['sat'] }], true],
    ['that begin and end at once: all day', '2026-01-02T15:00:00Z', [{ ...night, to: '22:00' }], false],
    ['of Berlin in winter, an hour before UTC', '2026-01-02T21:30:00Z', [berlin], false],
    ['of Berlin in summer, two hours before UTC', '2026-07-02T20:30:00Z', [berlin], false],
    ['of Berlin in summer, when they end', '2026-07-03T05:00:00Z', [berlin], true],
    ['of Berlin, in the hour that summer time skips', '2026-03-29T01:30:00Z', [berlin], false],
    ['of Berlin, in the hour that comes twice', '2026-10-25T01:30:00Z', [berlin], false],
    ['the second of two', '2026-01-02T12:30:00Z', [night, lunch], false],
    ['that except warnings', '2026-01-03T03:00:00Z', [{ ...night, except: ['warning', 'critical'] }], true],
    [
      'two at once, of which one excepts warnings',
      '2026-01-03T03:00:00Z',
      [night, { ...night, except: ['warning'] }],
      false,
    ],
    ['that there are none of', '2026-01-03T03:00:00Z', [], true],
  ] as const)('%s', (_, moment, hours, told) => {
    expect(heard(moment, ...hours)).toBe(told);
  });
});

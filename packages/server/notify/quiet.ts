import type { QuietHours } from '@hubscope/core/wire';

const dayMinutes = 1440;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The minute of a written time in its day. */
function minuteOf(written: string): number {
  const [hours = 0, minutes = 0] = written.split(':').map(Number);
  return hours * 60 + minutes;
}

/** What the clock on the wall says: daylight saving is the time zone's matter. */
function wall(now: number, timeZone: string): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const day = days.findIndex((name) => name === part('weekday').toLowerCase());
  return { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

function within(now: number, { time_zone, from, to, days: begins }: QuietHours): boolean {
  const { day, minute } = wall(now, time_zone);
  const start = minuteOf(from);
  const end = minuteOf(to);
  const length = (end - start + dayMinutes) % dayMinutes || dayMinutes;
  const begun = (index: number): boolean => {
    const name = days[(index + 7) % 7];
    return name !== undefined && begins.includes(name);
  };
  const today = minute - start;
  if (today >= 0 && today < length && begun(day)) return true;
  const sinceYesterday = today + dayMinutes;
  return sinceYesterday < length && begun(day - 1);
}

/** The severities that are told at a moment; null: all of them. */
export function told(now: number, quiet: readonly QuietHours[]): ReadonlySet<string> | null {
  const now_quiet = quiet.filter((hours) => within(now, hours));
  const [first, ...others] = now_quiet.map(({ except }) => new Set<string>(except));
  return first === undefined
    ? null
    : others.reduce((kept, each) => new Set([...kept].filter((one) => each.has(one))), first);
}

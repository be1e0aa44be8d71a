import { englishNotation, type Notation } from './notation.js';

const two = (n: number): string => String(n).padStart(2, '0');

let utc = false;

/** Whether moments are told in UTC from now on, in place of the viewer's own time zone. */
export function tellInUtc(on: boolean): void {
  utc = on;
}

/** What the clock that moments are told by is ahead of UTC at one, ms. `at`: ms since the epoch. */
export function zoneOffset(at: number): number {
  return utc ? 0 : -new Date(at).getTimezoneOffset() * 60_000;
}

/** The moment whose UTC fields are those that the told clock has at `at`. */
function onClock(at: number): Date {
  return new Date(at + zoneOffset(at));
}

// By hand and not by Intl, which takes a page a seventh of a second to wake.

/** `14:03:27`, in the viewer's own time zone unless {@link tellInUtc}. `at`: ms since the epoch. */
export function clockTime(at: number): string {
  return `${clockMinute(at)}:${two(onClock(at).getUTCSeconds())}`;
}

/** `14:03`. */
export function clockMinute(at: number): string {
  const date = onClock(at);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `25 Nov`. */
export function dayAndMonth(at: number, notation: Notation = englishNotation): string {
  const date = onClock(at);
  return notation.dayAndMonth(date.getUTCDate(), date.getUTCMonth());
}

/** `14:03:27` on the day of `now`, `25 Nov 14:03` on another; both ms since the epoch. */
export function momentWords(at: number, now: number, notation: Notation = englishNotation): string {
  const day = dayAndMonth(at, notation);
  return day === dayAndMonth(now, notation) ? clockTime(at) : `${day} ${clockMinute(at)}`;
}

/** A length of time as a person says it, rounded down: `18 s`, `2 min`, `1 h 5 min`, `3 d`. Negative counts as none. */
export function duration(ms: number, notation: Notation = englishNotation): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24)
    return minutes % 60 === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes % 60)} min`;
  return notation.days(Math.floor(hours / 24));
}

const unitsMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A length of time as it is written, `90s`, `10m`, `2h`, `1d` or plain seconds, in ms; null where it is none. */
export function writtenDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(text.trim());
  const unit = unitsMs[match?.[2] ?? 's'];
  return match?.[1] === undefined || unit === undefined ? null : Number(match[1]) * unit;
}

/** The same the other way, in the greatest unit that leaves no fraction: `2h`, `90m`, `5s`. */
export function durationToWrite(ms: number): string {
  const [unit, size] = Object.entries(unitsMs).find(([, each]) => ms > 0 && ms % each === 0) ?? ['s', 1000];
  return `${String(ms / size)}${unit}`;
}

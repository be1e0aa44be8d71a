import { clockMinute, clockTime, dayAndMonth, zoneOffset } from '../words/format.js';

/** A label of a time axis. */
export interface Tick {
  /** s since the epoch */
  readonly at: number;
  readonly words: string;
}

/** Distances between labels, s; up to a day they fall on the clock's own marks. */
const distances = [
  5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000,
] as const;

const day = 86_400;

/**
 * Labels for the stretch `[from, to]` (s), at most `most` of them, on round marks of the viewer's clock.
 * `offset`: what local time is ahead of UTC, s.
 */
export function ticks(from: number, to: number, most: number, offset: number): Tick[] {
  const distance = distances.find((each) => (to - from) / each <= most) ?? 864_000;
  const first = Math.ceil((from + offset) / distance) * distance - offset;
  const found: Tick[] = [];
  for (let at = first; at <= to; at += distance) found.push({ at, words: wordsOf(at, distance, offset) });
  return found;
}

/** Midnight is better known as its day. */
function wordsOf(at: number, distance: number, offset: number): string {
  if (distance >= day || (at + offset) % day === 0) return dayAndMonth(at * 1000);
  return distance < 60 ? clockTime(at * 1000) : clockMinute(at * 1000);
}

/** What the clock that times are told by is ahead of UTC at a moment (s), s. */
export function localOffset(at: number): number {
  return zoneOffset(at * 1000) / 1000;
}

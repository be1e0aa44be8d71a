import { writtenDuration } from '@hubscope/core/format';
import { Refused } from './server.js';

/** `90s`, `10m`, `2h`, or plain seconds → ms. @throws Refused where it is neither */
export function durationMs(name: string, text: string): number {
  const ms = writtenDuration(text);
  if (ms === null) throw new Refused(`${name} ${text} is no duration: 90s, 10m and 2h are some`);
  return ms;
}

/** `5%`, `5` or `0.05`: a fraction from percent where a sign says so, or where it is 1 or more. @throws Refused where it is no number */
export function fraction(name: string, text: string): number {
  const match = /^([+-]?\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  const value = Number(match?.[1]);
  if (match === null || !Number.isFinite(value)) throw new Refused(`${name} ${text} is no share: 5% is one`);
  return match[2] === '%' || Math.abs(value) >= 1 ? value / 100 : value;
}

/**
 * A moment in ms since the epoch: `now`, `10m ago` or `-10m`, milliseconds, or an ISO date.
 * @throws Refused where it is none of these
 */
export function moment(name: string, text: string, now: number): number {
  const trimmed = text.trim();
  if (trimmed === 'now') return now;
  const before = /^(?:-(\S+)|(\S+) ago)$/.exec(trimmed);
  const length = before?.[1] ?? before?.[2];
  if (length !== undefined) return now - durationMs(name, length);
  if (/^\d{12,}$/.test(trimmed)) return Number(trimmed);
  const date = Date.parse(trimmed);
  if (Number.isNaN(date))
    throw new Refused(`${name} ${text} is no moment: -10m and 2026-01-31T12:00:00Z are some`);
  return date;
}

/** `throughput +47%`, `latency.p95 20%` → a target. @throws Refused where it is none */
export function target(text: string): { signal: string; change: number } {
  const match = /^(\S+?)(?:\s+|=|:)(\S+)$/.exec(text.trim());
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new Refused(`--target ${text} is none: "throughput +47%" is one`);
  }
  return { signal: match[1], change: fraction('--target', match[2]) };
}

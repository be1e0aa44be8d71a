import { jitteredMs } from '@hubscope/core/time';

const waits = { firstMs: 500, longestMs: 30_000 };
/** The longest time that an endpoint may ask for, ms. */
const mostAskedMs = 300_000;

/** How long to wait before a try, ms. @param tries how many failed @param random 0 to 1 */
export function backoffMs(tries: number, random: number): number {
  return jitteredMs(waits, tries, random);
}

/** Statuses after which OTLP allows another try. */
const retryable: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export function mayRetry(status: number): boolean {
  return retryable.has(status);
}

/** What `Retry-After` asks for, ms; null where it says nothing that is understood. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null || header === '') return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(wait) && wait >= 0 ? Math.min(wait, mostAskedMs) : null;
}

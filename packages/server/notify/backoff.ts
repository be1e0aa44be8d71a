import { jitteredMs } from '@hubscope/core/time';

const waits = { firstMs: 1000, longestMs: 300_000 };

/**
 * How long to wait before the next attempt, ms.
 * @param attempts how many failed so far, at least 1
 * @param random 0 to 1
 * @param askedMs what the other side asked for; it is given that time at least
 */
export function backoffMs(attempts: number, random: number, askedMs: number | null): number {
  return Math.max(jitteredMs(waits, attempts - 1, random), askedMs ?? 0);
}

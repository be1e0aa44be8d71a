/** Waits between tries, ms: the first, and the longest that doubling leads to. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long to wait before the next try, ms: twice as long each time, and half of it by chance, so that those who failed together do not come
 * back together.
 * @param before tries after which this long was waited already, 0 for the first wait
 * @param random 0 to 1
 */
export function jitteredMs({ firstMs, longestMs }: Backoff, before: number, random: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(before, 30)) * (0.5 + random / 2);
}

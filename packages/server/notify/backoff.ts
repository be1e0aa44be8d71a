/** The delay after the first failure, ms; each further one doubles it. */
const firstMs = 1000;
/** The longest delay of our own choice, ms. */
const longestMs = 300_000;

/**
 * How long to wait before the next attempt: exponential, with jitter so that those who failed together don't come back together.
 * @param attempts how many failed so far, at least 1
 * @param random 0 to 1
 * @param askedMs what the other side asked for; it is given that time at least
 */
export function backoffMs(attempts: number, random: number, askedMs: number | null): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 30));
  return Math.max(full * (0.5 + random / 2), askedMs ?? 0);
}

const firstMs = 500;
const mostMs = 30_000;

/**
 * How long to wait before a try, ms: twice as long each time, and half of it by chance, so that many senders do not come at once.
 * @param tries how many failed
 * @param chance 0–1
 */
export function backoffMs(tries: number, chance: number): number {
  const most = Math.min(mostMs, firstMs * 2 ** Math.min(tries, 20));
  return most / 2 + (most / 2) * chance;
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
  return Number.isFinite(wait) && wait >= 0 ? Math.min(wait, 10 * mostMs) : null;
}

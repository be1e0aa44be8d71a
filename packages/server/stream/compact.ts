import type { Reading } from '@hubscope/core/signal';

/** Significant digits on the wire: far finer than the 0.5 % of a quantile, and half the bytes of a full double. */
const digits = 8;

/** A value as it goes over the wire; null for what is unknown or no number. */
export function compact(value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}

/** All numbers of a value as they go over the wire. */
export function compactAll<T>(value: T): T {
  if (typeof value === 'number') return compact(value) as T;
  if (Array.isArray(value)) return value.map(compactAll) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, compactAll<unknown>(each)]),
  ) as T;
}

/** The cores of a reading, in percent each; none where it has no cores. */
export function coresOf(reading: Reading | null): (number | null)[] {
  return reading?.fold === 'cores' ? reading.cores.map(compact) : [];
}

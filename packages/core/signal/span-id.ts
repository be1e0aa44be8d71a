/** A span's id: its 64 bits as two whole numbers of 32, signed, so that neither of them costs an object of its own. */
export interface SpanId {
  readonly high: number;
  readonly low: number;
}

/** @param hex 16 hex digits */
export function spanId(hex: string): SpanId {
  return { high: bits(hex, 0), low: bits(hex, 8) };
}

/** The 16 lower-case hex digits of an id. */
export function hexOf({ high, low }: SpanId): string {
  return digits(high) + digits(low);
}

function bits(hex: string, from: number): number {
  return Number.parseInt(hex.slice(from, from + 8), 16) | 0;
}

function digits(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

import { describe, expect, it } from 'vitest';
import { readBounded } from './index.js';

function body(lengths: readonly number[]): {
  chunks: AsyncIterable<Uint8Array>;
  seen: { read: number; ended: boolean };
} {
  const seen = { read: 0, ended: false };
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (const length of lengths) {
        seen.read += 1;
        yield await Promise.resolve(new Uint8Array(length).fill(seen.read));
      }
    } finally {
      seen.ended = true;
    }
  }
  return { chunks: chunks(), seen };
}

describe('a body', () => {
  it('is read whole, to the last byte that it may have', async () => {
    expect(await readBounded(body([2, 0, 1]).chunks, 3)).toEqual(new Uint8Array([1, 1, 3]));
    expect(await readBounded(null, 3)).toEqual(new Uint8Array());
  });

  it('that is larger is left where that is known, and ended', async () => {
    const { chunks, seen } = body([2, 2, 2, 2]);
    expect(await readBounded(chunks, 3)).toBe(null);
    expect(seen).toEqual({ read: 2, ended: true });
  });
});

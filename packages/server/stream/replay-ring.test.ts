import { describe, expect, it } from 'vitest';
import { ReplayRing } from './replay-ring.js';

function ringOf(from: number, to: number): ReplayRing {
  const ring = new ReplayRing();
  for (let seq = from; seq <= to; seq += 1) ring.add(seq, Buffer.from(String(seq)));
  return ring;
}

const after = (ring: ReplayRing, seq: number, current: number): string[] | null =>
  ring.after(seq, current)?.map(String) ?? null;

describe('the ring of frames to resume from', () => {
  it('gives what came after, in order', () => {
    expect(after(ringOf(1, 5), 2, 5)).toEqual(['3', '4', '5']);
    expect(after(ringOf(1, 5), 5, 5)).toEqual([]);
    expect(after(ringOf(1, 5), 0, 5)).toHaveLength(5);
  });

  it('gives nothing where a frame is gone, never was, or is of another sequence', () => {
    expect(after(ringOf(1, 200), 10, 200)).toBeNull();
    expect(after(ringOf(1, 200), 80, 200)).toHaveLength(120);
    expect(after(ringOf(1, 5), 9, 5)).toBeNull();
    expect(after(ringOf(1, 5), 3, 6)).toBeNull();
    expect(after(new ReplayRing(), 3, 6)).toBeNull();
  });

  it('starts anew where a number is left out', () => {
    const ring = ringOf(1, 5);
    ring.add(7, Buffer.from('7'));
    expect(after(ring, 4, 7)).toBeNull();
    expect(after(ring, 6, 7)).toEqual(['7']);
  });
});

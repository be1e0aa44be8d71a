import { describe, expect, it } from 'vitest';
import { HeapRoom } from './heap.js';

/** What becomes of the heap, a letter a second: `r` and `s` where it changes. */
function course(shares: readonly number[]): string {
  const room = new HeapRoom();
  return shares.map((share) => room.after(share)?.charAt(0) ?? '.').join('');
}

const seconds = (count: number, share: number): number[] => Array.from({ length: count }, () => share);

describe('the room of the heap', () => {
  it.each([
    ['rest', seconds(60, 0.01), '.'.repeat(60)],
    ['one second of much', [0.01, 0.9, 0.01, 0.9, 0.01], '.....'],
    ['a flood', seconds(5, 0.5), '.r...'],
    [
      'a flood and half a minute of calm',
      [...seconds(3, 0.5), ...seconds(31, 0.01)],
      `.r.${'.'.repeat(29)}s.`,
    ],
    [
      'a flood and a calm that is broken',
      [0.5, 0.5, ...seconds(29, 0), 0.03, ...seconds(30, 0)],
      `.r${'.'.repeat(59)}s`,
    ],
    ['a second flood', [0.5, 0.5, ...seconds(30, 0), 0.3, 0.3], `.r${'.'.repeat(29)}s.r`],
  ])('after %s', (_, shares, expected) => {
    expect(course(shares)).toBe(expected);
  });
});

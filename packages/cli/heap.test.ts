import { describe, expect, it } from 'vitest';
import { HeapRoom, type HeapSecond } from './heap.js';

/** What becomes of the heap, a letter a second: the first of the room's name where it changes. */
function course(given: readonly HeapSecond[]): string {
  const room = new HeapRoom();
  return given.map((second) => room.after(second)?.charAt(0) ?? '.').join('');
}

const seconds = (count: number, collected: number, busy = 0): HeapSecond[] =>
  Array.from({ length: count }, () => ({ collected, busy }));

describe('the room of the heap', () => {
  it.each([
    ['rest', seconds(60, 0.01, 0.05), '.'.repeat(60)],
    ['one second of much', [0.01, 0.9, 0.01, 0.9, 0.01].flatMap((share) => seconds(1, share)), '.....'],
    ['a flood', seconds(5, 0.5), '.r...'],
    [
      'a flood and half a minute of calm',
      [...seconds(3, 0.5), ...seconds(62, 0.01)],
      `.r.${'.'.repeat(29)}a${'.'.repeat(29)}s..`,
    ],
    [
      'a flood and a calm that is broken',
      [...seconds(2, 0.5), ...seconds(29, 0), ...seconds(1, 0.03), ...seconds(30, 0)],
      `.r${'.'.repeat(59)}a`,
    ],
    ['a second flood', [...seconds(2, 0.5), ...seconds(30, 0), ...seconds(2, 0.3)], `.r${'.'.repeat(29)}a.r`],
    ['work', seconds(5, 0.05, 0.5), '.a...'],
    ['work that becomes less', [...seconds(2, 0.05, 0.5), ...seconds(40, 0.05, 0.2)], `.a${'.'.repeat(40)}`],
    ['work that ends', [...seconds(2, 0.05, 0.5), ...seconds(30, 0.01, 0.05)], `.a${'.'.repeat(29)}s`],
    ['work that becomes a flood', [...seconds(3, 0.05, 0.9), ...seconds(2, 0.3, 1)], '.a..r'],
  ])('after %s', (_, given, expected) => {
    expect(course(given)).toBe(expected);
  });
});

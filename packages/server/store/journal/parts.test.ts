import { SignalTable } from '@hubscope/core/signal';
import { expect, it } from 'vitest';
import { pointAt } from '../testing/points.js';
import { readFrames } from './frame.js';
import { framesOf, partPoints } from './parts.js';

it('no frame of an import holds more points than are made in a turn, and together they hold all', () => {
  const table = new SignalTable();
  const points = Array.from({ length: 2 * partPoints + 1 }, (_, at) => pointAt(at));
  const sizes: number[] = [];
  const seconds: number[] = [];
  for (const frame of framesOf(points, table)) {
    for (const { entry } of readFrames(frame, table)) {
      if (entry.kind !== 'points') continue;
      sizes.push(entry.rows.heads.length);
      seconds.push(...entry.rows.heads.map(({ second }) => second));
    }
  }
  expect(sizes).toEqual([partPoints, partPoints, 1]);
  expect(seconds).toEqual(points.map(({ second }) => second));
});

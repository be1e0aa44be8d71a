import type { Point, SignalTable } from '@hubscope/core/signal';
import { second, type Second } from '@hubscope/core/time';
import { qualityOf } from './quality.js';

/** The longest and the shortest stretch that is kept by itself before a marker, s. */
export const longestBefore = 900;
export const shortestBefore = 60;

/**
 * Where the last steady stretch before a moment begins: the longest of some that end there in which no signal drifts, else the shortest.
 * @param points of the hub, oldest first
 * @param from not before this second
 * @param to excluded
 */
export function steadySince(table: SignalTable, points: readonly Point[], from: Second, to: Second): Second {
  for (let length = to - from; length >= shortestBefore; length = Math.floor(length / 1.5)) {
    const start = second(to - length);
    const quality = qualityOf(
      table,
      points.filter((point) => point.second >= start && point.second < to),
      start,
      to,
    );
    if (quality.steady !== false) return start;
  }
  return second(Math.max(from, to - shortestBefore));
}

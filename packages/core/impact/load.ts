import type { Cells } from './cells.js';

/** Loads between two bounds, operations a second. */
export interface LoadRange {
  readonly low: number;
  readonly high: number;
}

/** Loads that differ by no more than this share are the same: a rate that is held steady has no width of its own. */
const sameLoad = 0.005;

/**
 * The load, over the last minute, that both stretches have seen; null where none is. It depends on loads alone and only grows
 * with the stretch after, so that looking often does no harm.
 */
export function sharedLoad(before: Cells, after: Cells): LoadRange | null {
  const first = before.summary();
  const second = after.summary();
  const low = Math.max(first.leastRecent, second.leastRecent) * (1 - sameLoad);
  const high = Math.min(first.mostRecent, second.mostRecent) * (1 + sameLoad);
  // Where a stretch knows no load, its bounds are infinite.
  return low <= high ? { low, high } : null;
}

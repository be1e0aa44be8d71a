import type { Cells } from './cells.js';

/** Loads between two bounds, operations a second. */
export interface LoadRange {
  readonly low: number;
  readonly high: number;
}

function rangeOf(cells: Cells): LoadRange | null {
  let [low, high] = [Infinity, -Infinity];
  for (let index = 0; index < cells.length; index += 1) {
    const load = cells.recent(index);
    if (Number.isNaN(load)) continue;
    low = Math.min(low, load);
    high = Math.max(high, load);
  }
  return low <= high ? { low, high } : null;
}

/** Loads that differ by no more than this share are the same: a rate that is held steady has no width of its own. */
const sameLoad = 0.005;

/**
 * The load, over the last minute, that both stretches have seen; null where none is. It depends on loads alone and only grows
 * with the stretch after, so that looking often does no harm.
 */
export function sharedLoad(before: Cells, after: Cells): LoadRange | null {
  const [first, second] = [rangeOf(before), rangeOf(after)];
  if (first === null || second === null) return null;
  const low = Math.max(first.low, second.low) * (1 - sameLoad);
  const high = Math.min(first.high, second.high) * (1 + sameLoad);
  return low <= high ? { low, high } : null;
}

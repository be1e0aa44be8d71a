import { zeroThreshold, type Distribution } from './distribution.js';
import { lowerBound } from './scale.js';

/** How many rows a decade may be cut into: each but 5 and 1 has bounds at 1, 2 and 5. A bucket is 1.1 % wide, and a row at least 2.9 %. */
const cuts = [80, 60, 50, 40, 30, 20, 10, 5, 3, 1] as const;

/** A number as people round it: to two digits, to three where two would be 0.4 % off. */
function rounded(value: number): number {
  const two = Number(value.toPrecision(2));
  return Math.abs(two / value - 1) < 0.004 ? two : Number(value.toPrecision(3));
}

/** The bound with a number, counted from 1 upwards, where a decade is cut into so many: the fewer, the rounder. */
function boundAt(index: number, cut: number): number {
  const value = 10 ** (index / cut);
  if (cut <= 3) return Number(value.toPrecision(1));
  return cut <= 20 ? Number(value.toPrecision(2)) : rounded(value);
}

/** The number of the greatest bound that is not above a value. */
function floorIndex(value: number, cut: number): number {
  let index = Math.floor(Math.log10(value) * cut) + 1;
  while (boundAt(index, cut) > value) index -= 1;
  return index;
}

/** The number of the least bound that is not below a value. */
function ceilIndex(value: number, cut: number): number {
  const index = floorIndex(value, cut);
  return boundAt(index, cut) < value ? index + 1 : index;
}

/** Bounds of at most so many rows from one value to another, both above 0; the finest that there are. */
function between(low: number, high: number, rows: number): number[] {
  for (const cut of cuts) {
    const first = floorIndex(low, cut);
    const count = Math.max(1, ceilIndex(high, cut) - first);
    if (count <= rows) return Array.from({ length: count + 1 }, (_, at) => boundAt(first + at, cut));
  }
  const first = floorIndex(low, 1);
  const decades = Math.ceil((ceilIndex(high, 1) - first) / rows);
  const count = Math.ceil((ceilIndex(high, 1) - first) / decades);
  return Array.from({ length: count + 1 }, (_, at) => boundAt(first + at * decades, 1));
}

/**
 * Bounds of at most `rows` rows, ascending, in the unit of the values: round, evenly apart on a logarithmic scale as far as that allows,
 * from the least of all values to the greatest, each widened to 1, 2 or 5. Where a value is zero the first row begins at 0. One more than
 * there are rows; none where no distribution holds a value.
 */
export function rowBounds(distributions: Iterable<Distribution>, rows: number): number[] {
  let [low, high, zero] = [Infinity, 0, false];
  for (const each of distributions) {
    zero ||= each.zeroCount > 0;
    high = Math.max(high, each.max() ?? 0);
    const { scale } = each.state();
    const least = each.zeroCount > 0 ? 0 : (each.min() ?? 0);
    each.forEachBucket((_, index) => {
      low = Math.min(low, Math.max(least, lowerBound(index, scale)));
    });
  }
  if (low === Infinity) return zero ? [0, zeroThreshold] : [];
  high = Math.max(high, low);
  const first = boundAt(floorIndex(low, 3), 3);
  let last = boundAt(ceilIndex(high, 3), 3);
  if (last <= first) last = boundAt(floorIndex(first, 3) + 1, 3);
  if (!zero) return between(first, last, rows);
  return rows === 1 ? [0, last] : [0, ...between(first, last, rows - 1)];
}

/** How much of (from, to] lies in (low, high], by their logarithms, 0–1. */
function share(from: number, to: number, low: number, high: number): number {
  const inside = Math.min(to, high) / Math.max(from, low);
  return inside <= 1 ? 0 : Math.min(1, Math.log(inside) / Math.log(to / from));
}

/**
 * How many values lie in each row; a bucket across two rows is split by its width in each. What lies outside of all rows counts in the
 * nearest, so that the sum is the distribution's count.
 */
export function rowCounts(distribution: Distribution, bounds: readonly number[]): number[] {
  const rows = Math.max(0, bounds.length - 1);
  const counts = new Array<number>(rows).fill(0);
  const add = (row: number, count: number): void => {
    if (rows > 0 && count > 0) counts[row] = (counts[row] ?? 0) + count;
  };
  add(0, distribution.zeroCount);
  const { scale } = distribution.state();
  const [least, greatest] = [distribution.min() ?? 0, distribution.max() ?? Infinity];
  let row = 0;
  distribution.forEachBucket((count, index) => {
    // Nothing lies beyond the extremes, though their buckets reach there.
    const to = Math.min(lowerBound(index + 1, scale), greatest);
    const from = Math.min(Math.max(lowerBound(index, scale), least), to);
    const above = (bound = Infinity): boolean => bound <= from && bound < to;
    while (row < rows - 1 && above(bounds[row + 1])) row += 1;
    let left = count;
    let at = row;
    for (; at < rows - 1 && (bounds[at + 1] ?? Infinity) < to; at += 1) {
      const part = Math.min(
        left,
        count * share(from, to, at === row ? 0 : (bounds[at] ?? 0), bounds[at + 1] ?? 0),
      );
      add(at, part);
      left -= part;
    }
    add(at, left);
  });
  return counts;
}

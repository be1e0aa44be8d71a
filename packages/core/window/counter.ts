import * as cell from './cells.js';
import { longestFirstMs, restartToleranceMs, type NoDelta } from './delta.js';
import type { Points } from './points.js';

/** What the last point changed, until the next one: where its stretch began, ms (NaN where that is not known), and what was counted in it. */
export const found = new Float64Array(2);

/*
 * The points of a series of plain numbers as what changed: the same as a `DeltaSeries` of them, without an object a point. What is known of
 * the series stands in its cells.
 */

/** A point whose value is already what changed. Answers why it changes nothing, or null. */
export function delta(cells: Float64Array, base: number, points: Points, at: number): NoDelta | null {
  const time = points.time(at);
  const last = cells[base + cell.newest] ?? NaN;
  if (time <= last) return time === last ? 'duplicate' : 'out_of_order';
  const start = points.start(at);
  found[0] = start < time ? start : last;
  found[1] = points.value(at);
  cells[base + cell.newest] = time;
  return null;
}

/** A point whose value is a running total since its start. Answers why it changes nothing, or null. */
export function cumulative(cells: Float64Array, base: number, points: Points, at: number): NoDelta | null {
  const time = points.time(at);
  const value = points.value(at);
  const start = points.start(at);
  const last = cells[base + cell.newest] ?? NaN;
  const before = cells[base + cell.value] ?? NaN;
  const begun = cells[base + cell.begun] ?? NaN;
  if (time <= last) return time === last ? 'duplicate' : 'out_of_order';
  // NaN is no start: then neither comparison holds.
  const restarted = start < begun || start > begun;
  if (restarted && start < last - restartToleranceMs) return 'conflict';
  const rose = !restarted && value >= before;
  found[0] = restarted ? start : last;
  found[1] = rose ? value - before : value;
  cells[base + cell.begun] = start;
  cells[base + cell.newest] = time;
  cells[base + cell.value] = value;
  if (!Number.isNaN(last)) return null;
  found[0] = start;
  return start < time && time - start <= longestFirstMs ? null : 'first';
}

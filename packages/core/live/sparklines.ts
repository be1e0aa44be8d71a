import type { SnapshotFrame, sparklineLength, TickFrame } from '../wire/index.js';
import type { Value, Values } from './series.js';

export type Sparklines = SnapshotFrame['sparklines'];

const cells: typeof sparklineLength = 120;

/** How many cells began between two ends; ends inside one cell belong to it. Times in the unit of `step`. */
function cellsBetween(before: number, after: number, step: number): number {
  return Math.ceil(after / step) - Math.ceil(before / step);
}

/** @param begun how many cells later than the last one it is; of one that was there, 0 or less */
function put(values: Values, begun: number, value: Value): Value[] {
  if (begun <= 0) {
    const length = Math.max(values.length, 1 - begun);
    const placed = Array.from({ length }, (_, place) => values[place - length + values.length] ?? null);
    placed[length - 1 + begun] = value;
    return placed.slice(-cells);
  }
  const missing = Array.from({ length: Math.min(begun - 1, cells) }, () => null);
  return [...values, ...missing, value].slice(-cells);
}

/** The sparklines after a tick extended their last cell, began a new one, or told of one that late data changed. */
export function growSparklines(
  sparklines: Sparklines,
  change: NonNullable<TickFrame['sparklines']>[number],
): Sparklines {
  const { until, step } = sparklines;
  const begun = until === null ? 1 : cellsBetween(until, change.until, step);
  const columns: Record<string, Value[]> = {};
  for (const name of new Set([...Object.keys(sparklines.columns), ...Object.keys(change.columns)])) {
    const values = sparklines.columns[name] ?? [];
    // What a cell leaves out is unknown in it.
    columns[name] = put(values, begun, change.columns[name] ?? null);
  }
  return { step, until: Math.max(until ?? 0, change.until), columns };
}

import type { SnapshotFrame, sparklineLength, TickFrame } from '../wire/index.js';
import type { Value, Values } from './series.js';

export type Sparklines = SnapshotFrame['sparklines'];

const cells: typeof sparklineLength = 120;

/** How many cells began between two ends; ends inside one cell belong to it. Times in the unit of `step`. */
function cellsBetween(before: number, after: number, step: number): number {
  return Math.ceil(after / step) - Math.ceil(before / step);
}

function grow(values: Values, begun: number, value: Value): Value[] {
  if (begun <= 0) return [...values.slice(0, -1), value];
  const missing = Array.from({ length: Math.min(begun - 1, cells) }, () => null);
  return [...values, ...missing, value].slice(-cells);
}

/** The sparklines after a tick extended their last cell or began a new one. */
export function growSparklines(
  sparklines: Sparklines,
  change: NonNullable<TickFrame['sparkline']>,
): Sparklines {
  const { until, step } = sparklines;
  const begun = until === null ? 1 : cellsBetween(until, change.until, step);
  const columns: Record<string, Value[]> = {};
  for (const name of new Set([...Object.keys(sparklines.columns), ...Object.keys(change.columns)])) {
    const values = sparklines.columns[name] ?? [];
    // A column that the tick leaves out has nothing known in a new cell, and keeps the one it has.
    const value =
      change.columns[name] ?? (begun > 0 || name in change.columns ? null : (values.at(-1) ?? null));
    columns[name] = grow(values, begun, value);
  }
  return { step, until: change.until, columns };
}

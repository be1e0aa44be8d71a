import { binsOf, type Bins } from './bins.js';
import { chanceOf, leastSide, mostDivided } from './divide.js';

/** A moment at which the level of a series changed. */
export interface Change {
  /** The first row after it. */
  readonly index: number;
  /** Mean of the rows between the change before (or the start) and this one, and between this one and the next (or the end). */
  readonly before: number;
  readonly after: number;
  /** (after − before) ÷ |before|; null where `before` is zero. */
  readonly change: number | null;
  /** The chance of a difference like this in a series that is steady, having searched for it. */
  readonly p: number;
}

/** What counts as a change. */
export interface ChangeOptions {
  /** Largest p (0.001). */
  readonly p: number;
  /** Least relative change, as a fraction (0.05). */
  readonly minChange: number;
}

export const defaultChangeOptions: ChangeOptions = { p: 0.001, minChange: 0.05 };

/** Shortest window that is searched, bins. */
const shortestWindow = 24;

interface Found {
  readonly at: number;
  readonly p: number;
}

/**
 * The likeliest change of an interval, looked for in all of it and in windows of half of it, a quarter …, so that a change
 * and its reversal do not hide each other; a window's chance is multiplied by how many there are of its size.
 * Source of the windows: Kovács et al., "Seeded binary segmentation" (2023).
 */
function likeliest(values: Float64Array, from: number, to: number): Found | null {
  let best: Found | null = null;
  for (let size = to - from; size >= 2 * leastSide; size = Math.floor(size / 2)) {
    const steps = size === to - from ? 1 : Math.ceil((2 * (to - from - size)) / size) + 1;
    for (let step = 0; step < steps; step += 1) {
      const start = steps === 1 ? from : from + Math.round((step * (to - from - size)) / (steps - 1));
      const at = mostDivided(values, start, start + size);
      if (at === null) continue;
      const p = Math.min(1, steps * chanceOf(values, start, at, start + size));
      if (best === null || p < best.p) best = { at, p };
    }
    if (size < shortestWindow) break;
  }
  return best;
}

/** Divides an interval at its likeliest change, and then what is left and right of it. */
function divide(values: Float64Array, from: number, to: number, most: number, places: number[]): void {
  const found = likeliest(values, from, to);
  if (found === null || found.p > most) return;
  divide(values, from, found.at, most, places);
  places.push(found.at);
  divide(values, found.at, to, most, places);
}

function meanOf(values: readonly (number | null)[], from: number, to: number): number | null {
  let [sum, count] = [0, 0];
  for (let row = from; row < to; row += 1) {
    const value = values[row] ?? null;
    if (value === null) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

/** The row at which the level passes from one mean to the other: rows before it lie nearer the first, those from it on nearer the second. */
function refined(
  values: readonly (number | null)[],
  from: number,
  to: number,
  means: [number, number],
): number {
  let [sum, least, best] = [0, Infinity, from];
  for (let row = from; row <= to; row += 1) {
    if (sum < least) [least, best] = [sum, row];
    const value = values[row] ?? null;
    if (value !== null) sum += Math.abs(value - means[0]) - Math.abs(value - means[1]);
  }
  return best;
}

/** Bins on either side of a change among which its row is looked for. */
const nearby = 2;

/** A change with its means taken to the row. */
function remeasured(
  rows: readonly (number | null)[],
  changes: readonly Change[],
  change: Change,
  index: number,
): Change {
  const before = meanOf(rows, changes[index - 1]?.index ?? 0, change.index) ?? change.before;
  const after = meanOf(rows, change.index, changes[index + 1]?.index ?? rows.length) ?? change.after;
  return { ...change, before, after, change: before === 0 ? null : (after - before) / Math.abs(before) };
}

/** The changes at these places, each tested between its neighbours; those that do not hold are dropped, the weakest first. */
function held(
  rows: readonly (number | null)[],
  { values, starts, rows: width }: Bins,
  places: readonly number[],
  options: ChangeOptions,
): Change[] {
  const kept = [...places];
  for (;;) {
    const changes = kept.map((at, index) => {
      const [from, to] = [kept[index - 1] ?? 0, kept[index + 1] ?? values.length];
      const row = (bin: number): number => (bin >= starts.length ? rows.length : (starts[bin] ?? 0));
      const [start, middle, end] = [row(from), row(at), row(to)];
      const [before, after] = [meanOf(rows, start, middle), meanOf(rows, middle, end)];
      const p = chanceOf(values, from, at, to);
      if (before === null || after === null) return { index: middle, before: 0, after: 0, change: 0, p: 1 };
      const reach = nearby * width;
      const place = refined(rows, Math.max(start + 1, middle - reach), Math.min(end - 1, middle + reach), [
        before,
        after,
      ]);
      const change = before === 0 ? null : (after - before) / Math.abs(before);
      return { index: place, before, after, change, p };
    });
    const faults = changes.map(({ change, p }) => {
      const small = change !== null && Math.abs(change) < options.minChange;
      return p > options.p ? p : small ? options.p * (1 - Math.abs(change)) : 0;
    });
    const worst = Math.max(0, ...faults);
    if (worst === 0) return changes.map((change, index) => remeasured(rows, changes, change, index));
    kept.splice(faults.indexOf(worst), 1);
  }
}

/**
 * Where the level of a series changed, oldest first: E-divisive with a t-test on minutes, then to the row.
 * Source: Matteson & James (2014); Fleming et al., "Hunter: using change point detection to hunt for performance regressions" (2023).
 * @param values one a second; null where unknown
 */
export function changesOf(
  values: readonly (number | null)[],
  options: Partial<ChangeOptions> = {},
): Change[] {
  const all = { ...defaultChangeOptions, ...options };
  const bins = binsOf(values);
  const places: number[] = [];
  divide(bins.values, 0, bins.values.length, all.p, places);
  return held(values, bins, places, all);
}

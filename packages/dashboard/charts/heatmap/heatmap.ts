import type { HeatmapAnswer } from '@hubscope/core/wire';
import { ApiFault } from '../../live/api.js';
import { plotPadding } from '../plot.js';

/** Operations by time and value. Times: s since the epoch. */
export interface Heatmap extends Pick<HeatmapAnswer, 'bounds' | 'counts' | 'unit' | 'resolution'> {
  /** The start of the first column. */
  readonly from: number;
  readonly step: number;
}

/** An answer of the heatmap resource; throws where it is none. */
export function heatmapOf(body: unknown): Heatmap {
  const { from, step, bounds, counts, unit, resolution } = (body ?? {}) as Partial<HeatmapAnswer>;
  if (
    typeof from !== 'number' ||
    typeof step !== 'number' ||
    typeof unit !== 'string' ||
    resolution === undefined ||
    !Array.isArray(bounds) ||
    !Array.isArray(counts)
  )
    throw new ApiFault('The server’s answer could not be read.', null);
  return { from: from / 1000, step: step / 1000, bounds, counts, unit, resolution };
}

export function rowsOf({ bounds }: Pick<Heatmap, 'bounds'>): number {
  return Math.max(0, bounds.length - 1);
}

/** Where a value stands among rows: 2.5 is in the middle of the third, by logarithm. What lies outside stands at the nearest end. */
export function rowOf(value: number, bounds: readonly number[]): number {
  const rows = bounds.length - 1;
  const above = bounds.findIndex((bound) => bound > value);
  if (above < 0) return Math.max(0, rows);
  const [low, high] = [bounds[above - 1], bounds[above]];
  if (low === undefined || high === undefined) return 0;
  const part = low > 0 ? Math.log(value / low) / Math.log(high / low) : value / high;
  return above - 1 + part;
}

/** The row at a place from the top of a window so high, CSS px; null outside of all rows. */
export function rowAt(y: number, height: number, rows: number): number | null {
  const inner = height - plotPadding.top - plotPadding.bottom;
  const row = Math.floor((1 - (y - plotPadding.top) / inner) * rows);
  return row >= 0 && row < rows ? row : null;
}

/** A column's left end: a second's stands around the moment at which the lines have its value, a longer one over its time. */
export function startOf({ from, step }: Pick<Heatmap, 'from' | 'step'>, column: number): number {
  return from + column * step - (step === 1 ? 0.5 : 0);
}

/** The column at a moment; -1 where there is none. */
export function columnAt(heatmap: Pick<Heatmap, 'from' | 'step' | 'counts'>, moment: number): number {
  const column = Math.floor((moment - startOf(heatmap, 0)) / heatmap.step);
  return column >= 0 && column < heatmap.counts.length ? column : -1;
}

export function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The fullest cell. */
export function fullest({ counts }: Pick<Heatmap, 'counts'>): number {
  return counts.reduce((most, column) => Math.max(most, ...(column ?? [])), 0);
}

/** Rows next to each other in which operations are. */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Bands that hold at least a hundredth of all operations, the fullest first. */
export function bandsOf({ bounds, counts }: Pick<Heatmap, 'bounds' | 'counts'>): Band[] {
  const rows = Array.from({ length: rowsOf({ bounds }) }, (_, row) =>
    counts.reduce((sum, column) => sum + (column?.[row] ?? 0), 0),
  );
  const least = totalOf(rows) / 100;
  const bands: Band[] = [];
  rows.forEach((count, row) => {
    // A hair of an operation, from a bucket that reaches over, joins no two bands.
    if (count <= 0 || count < least / 10) return;
    const [low, high] = [bounds[row] ?? 0, bounds[row + 1] ?? 0];
    const last = bands.at(-1);
    if (last?.high === low) bands[bands.length - 1] = { ...last, high, count: last.count + count };
    else bands.push({ low, high, count });
  });
  return bands.filter(({ count }) => count >= least).sort((a, b) => b.count - a.count);
}

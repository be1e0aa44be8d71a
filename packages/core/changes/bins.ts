/** Rows merged into means, so that a search costs little and neighbours depend less on each other. */
export interface Bins {
  /** Means of bins; those with fewer than half of their rows known are left out. */
  readonly values: Float64Array;
  /** The first row of each. */
  readonly starts: readonly number[];
  /** Rows a bin. */
  readonly rows: number;
}

/** Rows of a bin: a minute of a long series, less of a short one so that there is enough to search. */
function rowsFor(length: number): number {
  return Math.min(60, Math.max(1, Math.floor(length / 120)));
}

/** Merges a series into bins, on the logarithmic scale where all bins are above zero. */
export function binsOf(values: readonly (number | null)[]): Bins {
  const rows = rowsFor(values.length);
  const means: number[] = [];
  const starts: number[] = [];
  for (let start = 0; start + rows <= values.length; start += rows) {
    let [sum, count] = [0, 0];
    for (let row = start; row < start + rows; row += 1) {
      const value = values[row] ?? null;
      if (value === null) continue;
      sum += value;
      count += 1;
    }
    if (count * 2 < rows || count === 0) continue;
    means.push(sum / count);
    starts.push(start);
  }
  const positive = means.every((mean) => mean > 0);
  return { values: Float64Array.from(means, (mean) => (positive ? Math.log(mean) : mean)), starts, rows };
}

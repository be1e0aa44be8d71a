import type { Cells } from './cells.js';
import type { LoadRange } from './load.js';

/** Logarithms compare ratios; values that are not all above 0 are compared as they are. */
export type Scale = 'log' | 'linear';

/** What of two stretches is compared, cell by cell: first the cells of the one before, then those of the one after. */
export interface Sample {
  readonly values: Float64Array;
  /** How many batches each cell stands for. */
  readonly weights: Float64Array;
  readonly loads: Float64Array;
  readonly recents: Float64Array;
  /** Where the stretch after begins. */
  readonly split: number;
  readonly batchesBefore: number;
  readonly batchesAfter: number;
  /** The weight that joined cells of each have. */
  readonly coarsenessBefore: number;
  readonly coarsenessAfter: number;
}

/** The cells whose load over the last minute lies in the range; all of them where there is none. */
export function sampleOf(before: Cells, after: Cells, scale: Scale, range: LoadRange | null): Sample {
  const most = before.length + after.length;
  const [values, weights, loads, recents] = [
    new Float64Array(most),
    new Float64Array(most),
    new Float64Array(most),
    new Float64Array(most),
  ];
  let size = 0;
  const take = (cells: Cells): number => {
    let batches = 0;
    for (let index = 0; index < cells.length; index += 1) {
      const recent = cells.recent(index);
      if (range !== null && !(recent >= range.low && recent <= range.high)) continue;
      values[size] = scale === 'log' ? cells.log(index) : cells.value(index);
      weights[size] = cells.weight(index);
      loads[size] = cells.load(index);
      recents[size] = recent;
      batches += cells.weight(index);
      size += 1;
    }
    return batches;
  };
  const batchesBefore = take(before);
  const split = size;
  const batchesAfter = take(after);
  return {
    values: values.subarray(0, size),
    weights: weights.subarray(0, size),
    loads: loads.subarray(0, size),
    recents: recents.subarray(0, size),
    split,
    batchesBefore,
    batchesAfter,
    coarsenessBefore: before.coarseness,
    coarsenessAfter: after.coarseness,
  };
}

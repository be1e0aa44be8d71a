import { mostCells, type Cells } from './cells.js';
import type { LoadRange } from './load.js';

/** Logarithms compare ratios; values that are not all above 0 are compared as they are. */
export type Scale = 'log' | 'linear';

/** The most cells that two stretches have together. */
export const mostCompared = 2 * mostCells;

/** What of two stretches is compared, cell by cell: first the cells of the one before, then those of the one after. */
export interface Sample {
  /** How many cells there are; what lies beyond them in the arrays means nothing. */
  readonly size: number;
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

/** Used over and over: hundreds of samples are taken in a second, and none outlives the estimate that is made of it. */
const values = new Float64Array(mostCompared);
const weights = new Float64Array(mostCompared);
const loads = new Float64Array(mostCompared);
const recents = new Float64Array(mostCompared);

/**
 * The cells whose load over the last minute lies in the range; all of them where there is none. It holds until the next sample
 * is taken.
 */
export function sampleOf(before: Cells, after: Cells, scale: Scale, range: LoadRange | null): Sample {
  const split = take(before, scale, range, 0);
  const size = take(after, scale, range, split);
  return {
    size,
    values,
    weights,
    loads,
    recents,
    split,
    batchesBefore: batches(0, split),
    batchesAfter: batches(split, size),
    coarsenessBefore: before.coarseness,
    coarsenessAfter: after.coarseness,
  };
}

/** @returns where the next cells go */
function take(cells: Cells, scale: Scale, range: LoadRange | null, from: number): number {
  const low = range?.low ?? -Infinity;
  const high = range?.high ?? Infinity;
  let size = from;
  for (let index = 0; index < cells.length; index += 1) {
    const recent = cells.recent(index);
    if (range !== null && !(recent >= low && recent <= high)) continue;
    values[size] = scale === 'log' ? cells.log(index) : cells.value(index);
    weights[size] = cells.weight(index);
    loads[size] = cells.load(index);
    recents[size] = recent;
    size += 1;
  }
  return size;
}

function batches(from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += weights[index] ?? 0;
  return sum;
}

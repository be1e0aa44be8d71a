import { Distribution, type EncodedDistribution } from '@hubscope/core/distribution';
import type { Reading } from '@hubscope/core/signal';

/**
 * Readings of one signal side by side, as they were packed: nothing is made of one before it is asked for. Those of a block hold until the
 * next column is read.
 */
export type Readings =
  | {
      readonly fold: 'sum';
      readonly values: Float64Array;
      /** The known seconds of each. */
      readonly seconds: Float64Array;
    }
  | { readonly fold: 'ratio'; readonly numerators: Float64Array; readonly denominators: Float64Array }
  | {
      readonly fold: 'distribution';
      /**
       * One of them; it holds until the next is asked for, of whichever signal.
       * @param withBuckets whether its buckets are wanted too, as they are unless said
       */
      load(place: number, withBuckets?: boolean): EncodedDistribution;
    };

/** The least and the greatest value that each statistic had in a second, in the order of `statisticsOf`; NaN where it was never known. */
export interface ManyExtremes {
  readonly low: readonly Float64Array[];
  readonly high: readonly Float64Array[];
}

/** A column of a block: what one signal was in each of its stretches. */
export interface RolledReadings {
  readonly readings: Readings;
  /** Null: the stretches are single seconds, or nobody asked. */
  readonly extremes: ManyExtremes | null;
}

/** One of them, for keeps. */
export function readingAt(readings: Readings, place: number): Reading {
  if (readings.fold === 'sum') {
    return { fold: 'sum', value: readings.values[place] ?? NaN, seconds: readings.seconds[place] ?? 1 };
  }
  if (readings.fold === 'ratio') {
    const [numerator = NaN, denominator = 0] = [readings.numerators[place], readings.denominators[place]];
    return { fold: 'ratio', numerator, denominator };
  }
  return { fold: 'distribution', distribution: Distribution.from(readings.load(place)) };
}

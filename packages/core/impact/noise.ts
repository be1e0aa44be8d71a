import type { Sample } from './sample.js';

/** How much the mean of a stretch varies by itself. */
export interface Noise {
  /** Batches of the stretch before that were taken together, so that what is left between neighbours is nearly independent. */
  readonly batches: number;
  /** Variance of the mean of n batches, times n: for the stretch before and the one after. */
  readonly before: number;
  readonly after: number;
  /** Degrees of freedom of each. */
  readonly freedomBefore: number;
  readonly freedomAfter: number;
}

interface Groups {
  readonly count: number;
  /** Sum of squared deviations from their mean, and of products of neighbouring deviations. */
  readonly squares: number;
  readonly products: number;
}

/* Chosen in the simulation of `bench/impact.bench.ts`. */

/** Neighbours that correlate less than this make groups that are long enough. */
const independent = 0.1;
/** Groups of the stretch before that a longer grouping must leave. */
const leastGroups = 8;
/** The most that the correlation of neighbours is taken to be. */
const mostCorrelation = 0.5;
/** Each stretch borrows from the other's variance, worth at most so many groups: a few of its own say little. */
const borrowed = 16;

const nothing: Groups = { count: 0, squares: 0, products: 0 };

function grouped(
  residuals: Float64Array,
  weights: Float64Array,
  from: number,
  to: number,
  size: number,
): Groups {
  let count = 0;
  let total = 0;
  let squares = 0;
  let products = 0;
  let first = 0;
  let last = 0;
  let sum = 0;
  let weight = 0;
  for (let index = from; index < to; index += 1) {
    const more = weights[index] ?? 0;
    sum += more * (residuals[index] ?? 0);
    weight += more;
    if (weight < size) continue;
    const mean = sum / weight;
    if (count === 0) first = mean;
    else products += mean * last;
    total += mean;
    squares += mean * mean;
    last = mean;
    count += 1;
    sum = 0;
    weight = 0;
  }
  if (count < 2) return { count, squares: 0, products: 0 };
  const mean = total / count;
  return {
    count,
    squares: Math.max(0, squares - count * mean * mean),
    // Σ (xᵢ − m)(xᵢ₊₁ − m), from sums about zero.
    products: products - mean * (2 * total - first - last) + (count - 1) * mean * mean,
  };
}

/**
 * The variance of means over time, from groups of neighbouring batches that are long enough to be nearly independent: the
 * shortest of 1, 2, 4 … batches at which neighbouring groups no longer correlate. What correlation is left is added as
 * twice its share, the first term of the sum over lags.
 * @param residuals what neither the load nor the stretch explains
 * A stretch whose batches were joined has groups no smaller than they are; the other keeps its smaller ones.
 */
export function noiseOf(residuals: Float64Array, sample: Sample): Noise {
  const { size: cells, weights, split, coarsenessBefore, coarsenessAfter } = sample;
  for (let size = coarsenessBefore; ; size *= 2) {
    const sizeAfter = Math.max(size, coarsenessAfter);
    const first = grouped(residuals, weights, 0, split, size);
    const second = grouped(residuals, weights, split, cells, sizeAfter);
    // Neighbours of groups of another size correlate otherwise, and are not asked.
    const alike = size === sizeAfter ? second : nothing;
    const freedom = Math.max(1, first.count - 1 + Math.max(0, alike.count - 1));
    const squares = first.squares + alike.squares;
    // A correlation that is estimated from n values is about 1/n too low.
    const correlation = squares > 0 ? (first.products + alike.products) / squares + 1 / freedom : 0;
    if (correlation > independent && first.count >= 2 * leastGroups) continue;
    const left = 1 + 2 * Math.max(0, Math.min(mostCorrelation, correlation));
    const before = { freedom: first.count - 1, squares: size * left * first.squares };
    const after = {
      freedom: second.count - 1,
      squares: sizeAfter * (size === sizeAfter ? left : 1) * second.squares,
    };
    const forBefore = pooled(before, after);
    const forAfter = pooled(after, before);
    return {
      batches: size,
      before: forBefore.variance,
      // A change may have made it noisier: what it shows itself counts where that is more.
      after: Math.max(forAfter.variance, after.freedom > 0 ? after.squares / (after.freedom + 1) : 0),
      freedomBefore: forBefore.freedom,
      freedomAfter: forAfter.freedom,
    };
  }
}

interface Variation {
  readonly freedom: number;
  readonly squares: number;
}

/** The variance of one stretch, with some degrees of freedom borrowed from the other. */
function pooled(own: Variation, other: Variation): { variance: number; freedom: number } {
  const worth = Math.max(0, Math.min(borrowed, other.freedom));
  const freedom = Math.max(0, own.freedom) + worth;
  if (freedom === 0) return { variance: 0, freedom };
  const lent = worth > 0 ? (worth * other.squares) / other.freedom : 0;
  return { variance: (own.squares + lent) / freedom, freedom };
}

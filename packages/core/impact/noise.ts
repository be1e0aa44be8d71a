/** Residuals of one stretch in time order, each the mean of `weights[i]` batches. */
export interface Residuals {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** How much the mean of a stretch varies by itself. */
export interface Noise {
  /** Batches that were taken together, so that what is left between neighbours is nearly independent. */
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

/** Neighbours correlate less than this: their groups are long enough. */
const nearlyIndependent = 0.1;
/** Groups of the stretch before that a longer grouping must leave. */
const leastGroups = 8;
/** The stretch after borrows its variance from the one before, worth so many groups, until it has its own. */
const borrowed = 8;

function grouped({ values, weights }: Residuals, size: number): Groups {
  const means: number[] = [];
  let [sum, weight] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const more = weights[index] ?? 0;
    sum += more * (values[index] ?? 0);
    weight += more;
    if (weight < size) continue;
    means.push(sum / weight);
    [sum, weight] = [0, 0];
  }
  const mean = means.reduce((total, each) => total + each, 0) / Math.max(1, means.length);
  let [squares, products, last] = [0, 0, 0];
  for (const each of means) {
    const deviation = each - mean;
    squares += deviation * deviation;
    products += deviation * last;
    last = deviation;
  }
  return { count: means.length, squares, products };
}

/**
 * The variance of means over time, from groups of neighbouring batches that are long enough to be nearly independent: the
 * shortest of 1, 2, 4 … batches at which neighbouring groups no longer correlate. What correlation is left is added as
 * twice its share, the first term of the sum over lags.
 * @param coarseness the least size of a group, for stretches whose batches were joined
 */
export function noiseOf(before: Residuals, after: Residuals, coarseness: number): Noise {
  for (let size = coarseness; ; size *= 2) {
    const [first, second] = [grouped(before, size), grouped(after, size)];
    const freedom = Math.max(0, first.count - 1) + Math.max(0, second.count - 1);
    const squares = first.squares + second.squares;
    // The estimate of a correlation from n values is about 1/n too low.
    const pairs = Math.max(1, freedom);
    const correlation = squares > 0 ? (first.products + second.products) / squares + 1 / pairs : 0;
    if (correlation > nearlyIndependent && first.count >= 2 * leastGroups) continue;
    const left = 1 + 2 * Math.max(0, Math.min(0.5, correlation));
    const own = Math.max(0, second.count - 1);
    const freedomBefore = Math.max(0, first.count - 1);
    const variance = freedomBefore > 0 ? first.squares / freedomBefore : 0;
    const worth = Math.min(borrowed, freedomBefore);
    const shared = own + worth > 0 ? (second.squares + worth * variance) / (own + worth) : 0;
    return {
      batches: size,
      before: size * variance * left,
      after: size * shared * left,
      freedomBefore,
      freedomAfter: own + worth,
    };
  }
}

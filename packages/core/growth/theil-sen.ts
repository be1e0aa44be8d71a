/** A slope with the interval that holds it. */
export interface Slope {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  /** The value at the newest step, on the line through the newest stretch. */
  readonly level: number;
}

/** Values of steps of one length, oldest first; null where unknown. */
export type Steps = readonly (number | null)[];

interface Known {
  readonly at: number;
  readonly value: number;
}

/** The most that neighbouring steps are taken to lean on each other. */
const mostCorrelation = 0.95;

function median(sorted: ArrayLike<number>): number {
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)] ?? 0;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? high)) / 2;
}

const ascending = (a: number, b: number): number => a - b;

/** How far each stretch lies from the line of this slope through its median. */
function residualsOf(stretch: readonly Known[], slope: number): { level: number; residuals: number[] } {
  const level = median(stretch.map(({ at, value }) => value - slope * at).sort(ascending));
  return { level, residuals: stretch.map(({ at, value }) => value - slope * at - level) };
}

/**
 * The correlation of neighbouring residuals over all stretches, 0–{@link mostCorrelation}. What is estimated about a fitted line from n
 * values lies about (2 + 4r)/n too low (Kendall 1954; Marriott & Pope 1954, with a trend removed): that is added.
 */
function correlation(all: readonly (readonly number[])[]): number {
  let [square, product, count] = [0, 0, 0];
  for (const residuals of all) {
    count += residuals.length;
    for (const [place, value] of residuals.entries()) {
      square += value ** 2;
      if (place > 0) product += value * (residuals[place - 1] ?? 0);
    }
  }
  if (square <= 0) return 0;
  const found = product / square;
  return Math.max(0, Math.min(mostCorrelation, found + (2 + 4 * Math.max(0, found)) / count));
}

/** Values that take part in a slope. */
export function knownSteps(stretches: readonly Steps[]): number {
  return stretches.reduce((sum, steps) => sum + steps.filter((value) => value !== null).length, 0);
}

/**
 * The median of the slopes between all pairs of one stretch, with an interval that allows for autocorrelation. Stretches are never compared
 * with each other, so that a step between them is no slope. Sources: Sen (1968); the variance of Kendall's S summed over stretches (Hirsch,
 * Slack & Smith 1982), widened by (1+r)/(1−r) as for AR(1) (after Hamed & Rao 1998).
 * @param z standard deviations of the normal distribution that the interval reaches
 * @returns per step; null where no stretch has two known values
 */
export function theilSen(stretches: readonly Steps[], z: number): Slope | null {
  const known = stretches.map((steps) =>
    steps.flatMap((value, at): Known[] => (value === null ? [] : [{ at, value }])),
  );
  const pairs = known.reduce((sum, { length: n }) => sum + (n * (n - 1)) / 2, 0);
  if (pairs === 0) return null;
  const slopes = new Float64Array(pairs);
  let [place, variance] = [0, 0];
  for (const stretch of known) {
    const n = stretch.length;
    variance += (n * (n - 1) * (2 * n + 5)) / 18;
    for (const [index, first] of stretch.entries()) {
      for (let next = index + 1; next < n; next += 1) {
        const second = stretch[next] ?? first;
        slopes[place] = (second.value - first.value) / (second.at - first.at);
        place += 1;
      }
    }
  }
  slopes.sort();
  const slope = median(slopes);
  const fits = known.filter(({ length }) => length > 1).map((stretch) => residualsOf(stretch, slope));
  const lag = correlation(fits.map(({ residuals }) => residuals));
  const reach = z * Math.sqrt(variance * ((1 + lag) / (1 - lag)));
  const rank = (wanted: number): number =>
    slopes[Math.max(0, Math.min(pairs - 1, Math.round(wanted)))] ?? slope;
  const newest = known.findLastIndex(({ length }) => length > 1);
  const last = known[newest]?.at(-1)?.at ?? 0;
  return {
    slope,
    low: rank((pairs - reach) / 2 - 1),
    high: rank((pairs + reach) / 2),
    level: (fits.at(-1)?.level ?? 0) + slope * last,
  };
}

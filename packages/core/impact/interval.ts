import type { Better } from '../signal/index.js';
import { radius, type Estimate } from './estimate.js';
import type { Scale } from './sample.js';

/** An improvement as a fraction, positive when better; the bounds are null where nothing can be excluded yet. */
export interface Interval {
  readonly change: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A ratio and its bounds. */
interface Ratio {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/** The ratio after ÷ before, and its bounds; null where the mean before is no more than noise around zero. */
function ratioOf(found: Estimate, scale: Scale, alpha: number): Ratio | null {
  const reach = radius(found, alpha);
  if (scale === 'log') {
    const { difference } = found;
    return {
      middle: Math.exp(difference),
      low: Math.exp(difference - reach),
      high: Math.exp(difference + reach),
    };
  }
  const { before, varianceBefore, varianceAfter } = found;
  const after = before + found.difference;
  if (!(before > 0)) return null;
  if (reach === Infinity) return { middle: after / before, low: -Infinity, high: Infinity };
  // The ratios r at which after − r·before is not significant. Source: Fieller, "Some problems in interval estimation" (1954).
  const square = reach ** 2 / (varianceBefore + varianceAfter);
  const rest = before ** 2 - square * varianceBefore;
  if (!(rest > 0)) return null;
  const middle = after * before;
  const root = Math.sqrt(Math.max(0, middle ** 2 - rest * (after ** 2 - square * varianceAfter)));
  return { middle: after / before, low: (middle - root) / rest, high: (middle + root) / rest };
}

/** The improvement that an estimate stands for; null where the stretch before is too near zero to be a measure. */
export function intervalOf(
  found: Estimate,
  scale: Scale,
  better: NonNullable<Better>,
  alpha: number,
): Interval | null {
  const ratio = ratioOf(found, scale, alpha);
  if (ratio === null) return null;
  const { middle, low, high } = ratio;
  const known = Number.isFinite(low) && Number.isFinite(high);
  if (better === 'higher') {
    return { change: middle - 1, low: known ? low - 1 : null, high: known ? high - 1 : null };
  }
  return { change: 1 - middle, low: known ? 1 - high : null, high: known ? 1 - low : null };
}

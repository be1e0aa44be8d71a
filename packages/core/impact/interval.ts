import type { Better } from '../signal/index.js';
import { radius, type Estimate } from './estimate.js';
import type { Scale } from './sample.js';

/** An improvement as a fraction, positive when better; the bounds are null where nothing can be excluded yet. */
export interface Interval {
  readonly change: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The ratio after ÷ before, and its bounds; null where the mean before is no more than noise around zero. */
function ratioOf(found: Estimate, scale: Scale, alpha: number): [number, number, number] | null {
  const reach = radius(found, alpha);
  if (scale === 'log') {
    const { difference } = found;
    return [Math.exp(difference), Math.exp(difference - reach), Math.exp(difference + reach)];
  }
  const { before, varianceBefore, varianceAfter } = found;
  const after = before + found.difference;
  if (!(before > 0)) return null;
  if (reach === Infinity) return [after / before, -Infinity, Infinity];
  // The ratios r at which after − r·before is not significant. Source: Fieller, "Some problems in interval estimation" (1954).
  const square = reach ** 2 / (varianceBefore + varianceAfter);
  const rest = before ** 2 - square * varianceBefore;
  if (!(rest > 0)) return null;
  const middle = after * before;
  const root = Math.sqrt(Math.max(0, middle ** 2 - rest * (after ** 2 - square * varianceAfter)));
  return [after / before, (middle - root) / rest, (middle + root) / rest];
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
  const [middle, low, high] = ratio;
  const [change, worst, best] =
    better === 'higher' ? [middle - 1, low - 1, high - 1] : [1 - middle, 1 - high, 1 - low];
  const known = Number.isFinite(low) && Number.isFinite(high);
  return { change, low: known ? worst : null, high: known ? best : null };
}

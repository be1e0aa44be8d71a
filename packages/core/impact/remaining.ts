import { boundary } from './boundary.js';
import type { Estimate } from './estimate.js';
import type { Better } from '../signal/index.js';

/** Past this nobody waits for a verdict. */
const longestWait = 24 * 3600;

/**
 * Seconds until the interval would be narrow enough for a verdict, if the change and the noise stay as they are; null where it would
 * take longer than a day, or never: the baseline's own error stays.
 * @param batchSeconds seconds of a batch
 */
export function secondsToVerdict(
  found: Estimate,
  better: NonNullable<Better>,
  tolerance: number,
  alpha: number,
  batchSeconds: number,
): number | null {
  const upward = better === 'higher' ? Math.log1p(tolerance) : -Math.log1p(-tolerance);
  const downward = better === 'higher' ? -Math.log1p(-tolerance) : Math.log1p(tolerance);
  const edge = found.difference > 0 ? upward : downward;
  const needed = Math.abs(Math.abs(found.difference) - edge);
  const { noise, batchesAfter } = found;
  const enough = (more: number): boolean => {
    const grown = (batchesAfter + more) / batchesAfter;
    const after = found.varianceAfter / grown;
    const variance = found.varianceBefore + after;
    const information = noise.before / noise.batches / variance;
    const freedomAfter = noise.freedomAfter + more / noise.batches;
    const freedom =
      variance ** 2 /
      (found.varianceBefore ** 2 / Math.max(1, noise.freedomBefore) + after ** 2 / Math.max(1, freedomAfter));
    return boundary(information, found.tuned, freedom, alpha) * Math.sqrt(variance) <= needed;
  };
  let less = 0;
  let most = longestWait / batchSeconds;
  if (!enough(most)) return null;
  while (most - less > 0.5) {
    const middle = (less + most) / 2;
    if (enough(middle)) most = middle;
    else less = middle;
  }
  return Math.max(batchSeconds, Math.ceil(most) * batchSeconds);
}

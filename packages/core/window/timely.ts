import type { DropReason } from '../signal/index.js';
import { endOf, second, secondOf, shift, type Millis, type Second } from '../time/index.js';
import { amendSeconds, futureMs } from './limits.js';

/** Why an event time can't be counted; null where it can. */
export function untimely(time: Millis, now: Millis): DropReason | null {
  if (time > now + futureMs) return 'future';
  return time < now - amendSeconds * 1000 ? 'too_old' : null;
}

/** The seconds that a stretch covers, and which part of it each has; what can't be amended any more is left out. */
export function sharesOf(from: Millis, to: Millis): { which: Second; share: number }[] {
  const shares: { which: Second; share: number }[] = [];
  const oldest = shift(secondOf(to), -amendSeconds);
  for (let which = second(Math.max(secondOf(from), oldest)); which * 1000 < to; which = shift(which, 1)) {
    const overlap = Math.min(to, endOf(which)) - Math.max(from, which * 1000);
    if (overlap > 0) shares.push({ which, share: overlap / (to - from) });
  }
  return shares;
}

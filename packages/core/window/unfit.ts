import type { DropReason, SpanObservation } from '../signal/index.js';

/** A span stands for as many at most: what says that it stands for more can't know. */
const mostWeight = 1e9;

const isAmount = (value: number): boolean => value >= 0 && value < Infinity;

/** Why the numbers of a span can't be counted; null where they can. The doors refuse such spans; here one would end its second. */
export function unfit({
  start,
  end,
  weight,
  tokensIn,
  tokensOut,
  ttftMs,
  values,
}: SpanObservation): DropReason | null {
  if (!isAmount(end - start)) return 'bad_duration';
  if (!(weight > 0 && weight <= mostWeight)) return 'bad_number';
  if (!isAmount(tokensIn ?? 0) || !isAmount(tokensOut ?? 0) || !isAmount(ttftMs ?? 0)) return 'bad_number';
  if (values === undefined) return null;
  return values.every(({ value, fold }) => (fold === 'sum' ? Number.isFinite(value) : isAmount(value)))
    ? null
    : 'bad_number';
}

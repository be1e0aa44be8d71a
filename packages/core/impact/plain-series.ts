import type { Better } from '../signal/index.js';
import { Cells } from './cells.js';
import { judge } from './judge.js';
import { targetState } from './verdict.js';
import type { SignalImpact, Target } from './types.js';

/** Seconds a batch of a plain series: nearly independent neighbours at the least. */
const batchSeconds = 10;

/** How a plain series is compared. */
export interface PlainOptions {
  readonly better: NonNullable<Better>;
  readonly tolerance: number;
  readonly alpha: number;
  readonly target: Target | null;
}

type Values = readonly (number | null)[];

function mean(values: Values): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function batchesOf(values: Values): Cells {
  const cells = new Cells();
  for (let from = 0; from + batchSeconds <= values.length; from += batchSeconds) {
    const part = values.slice(from, from + batchSeconds);
    const value = mean(part);
    const enough = part.filter((each) => each !== null).length >= batchSeconds / 2;
    cells.set(from / batchSeconds, value === null || !enough ? null : { value, load: NaN, recent: NaN });
  }
  return cells;
}

/**
 * Compares two plain series of one value a second as they stand, with no thought of load.
 * @param signal a name for the result
 */
export function compareSeries(
  signal: string,
  before: Values,
  after: Values,
  options: PlainOptions,
): SignalImpact {
  const [first, second] = [batchesOf(before), batchesOf(after)];
  const judged = judge(first, second, { ...options, batchSeconds, likeForLike: false });
  const { target } = options;
  return {
    signal,
    before: mean(before),
    after: mean(after),
    change: judged.change,
    low: judged.low,
    high: judged.high,
    verdict: judged.verdict,
    reason: judged.reason,
    secondsMore: judged.secondsMore,
    counts: true,
    load: {
      kind: 'ignored',
      before: null,
      after: null,
      comparedBefore: judged.comparedBefore,
      comparedAfter: judged.comparedAfter,
    },
    batchesBefore: first.batches,
    batchesAfter: second.batches,
    batchSeconds,
    correlationSeconds: judged.correlationSeconds,
    target: target === null ? null : { change: target.change, state: targetState(judged, target) },
  };
}

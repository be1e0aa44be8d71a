import type { Better } from '../signal/index.js';
import type { Cells } from './cells.js';
import { estimate, type Estimate } from './estimate.js';
import type { Scale } from './sample.js';
import { intervalOf } from './interval.js';
import { sharedLoad, type LoadRange } from './load.js';
import { secondsToVerdict } from './remaining.js';
import type { Verdict } from './types.js';
import { verdictOf } from './verdict.js';

/** How two series of batches are to be compared. */
export interface Judging {
  readonly better: NonNullable<Better>;
  /** A change within this fraction is none. */
  readonly tolerance: number;
  /** The chance that the truth ever lies outside the interval. */
  readonly alpha: number;
  readonly batchSeconds: number;
  /** Whether to compare at equal load. */
  readonly likeForLike: boolean;
  /** Whether to tell how long a verdict will still take (yes, unless set): it costs as much as all the rest. */
  readonly forecast?: boolean;
}

/** What an interval at some chance of error says. */
export interface Conclusion {
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly secondsMore: number | null;
}

/** What can be concluded from at any chance of error. */
export interface Evidence {
  readonly found: Estimate;
  readonly scale: Scale;
}

/** What came of it. */
export interface Judged extends Conclusion {
  /** Null where there is nothing to conclude from. */
  readonly evidence: Evidence | null;
  /** The load that was compared; null where load played no part, or none is shared. */
  readonly range: LoadRange | null;
  readonly apart: boolean;
  readonly comparedBefore: number;
  readonly comparedAfter: number;
  /** Seconds over which values depend on each other; null where nothing could be estimated. */
  readonly correlationSeconds: number | null;
}

/** The fewest batches of a baseline, and of it at shared load, that say how much it varies. */
const leastBatches = 5;
/** Batches of the stretch after, at shared load, before anything is concluded. */
const leastAfter = 4;
const soon = 'too little has been measured since';
/** The share of the baseline's batches that must lie at shared load: fewer are its extremes. */
const leastShare = 0.1;

function unknown(reason: string, more: Partial<Judged> = {}): Judged {
  return {
    change: null,
    low: null,
    high: null,
    verdict: 'unknown',
    reason,
    secondsMore: null,
    evidence: null,
    range: null,
    apart: false,
    comparedBefore: 0,
    comparedAfter: 0,
    correlationSeconds: null,
    ...more,
  };
}

/** Why a baseline can be no measure, whatever comes after; null where it can. */
function flaw(before: Cells, { batchSeconds }: Judging): string | null {
  if (before.batches === 0) return 'the baseline holds no value of it, or too few';
  if (before.batches < leastBatches) {
    const least = String(leastBatches * batchSeconds);
    return `the baseline is too short: at least ${least} s with values are needed to see how much it varies`;
  }
  const { lowest, highest } = before.summary();
  if (lowest < 0) return 'the baseline holds negative values, of which no relative change can be told';
  if (highest === 0) return 'it was zero throughout the baseline, and no change relative to zero can be told';
  if (lowest === highest) {
    return 'it never varied in the baseline, so how much it varies by itself can not be told';
  }
  return null;
}

/** Null where there are negative values, of which no relative change can be told. */
function scaleOf(before: Cells, after: Cells): Scale | null {
  const first = before.summary();
  const second = after.summary();
  if (Math.min(first.lowest, second.lowest) < 0) return null;
  return first.positive && second.positive ? 'log' : 'linear';
}

/** The same estimate with the baseline's mean as its unit. */
function relative(found: Estimate, scale: Scale): Estimate {
  if (scale === 'log') return found;
  const square = found.before ** 2;
  return {
    ...found,
    difference: found.difference / found.before,
    varianceBefore: found.varianceBefore / square,
    varianceAfter: found.varianceAfter / square,
  };
}

/** What evidence says at a chance of error. */
export function conclude({ found, scale }: Evidence, judging: Omit<Judging, 'likeForLike'>): Conclusion {
  const { better, tolerance, alpha, batchSeconds } = judging;
  const interval = intervalOf(found, scale, better, alpha);
  if (interval === null) return unknown('the baseline is too near zero for a relative change');
  const { change, low, high } = interval;
  const verdict = verdictOf(interval, tolerance);
  if (verdict !== 'unknown') return { change, low, high, verdict, reason: null, secondsMore: null };
  if (judging.forecast === false) {
    return { change, low, high, verdict, reason: 'not yet known', secondsMore: null };
  }
  const secondsMore = secondsToVerdict(relative(found, scale), better, tolerance, alpha, batchSeconds);
  const reason =
    secondsMore === null
      ? 'at this noise it would take more than a day: a longer baseline, or one at the same load, may help'
      : 'not yet known';
  return { change, low, high, verdict, reason, secondsMore };
}

/** Compares two series of batches; an answer for every input, with the reason where it is `unknown`. */
export function judge(before: Cells, after: Cells, judging: Judging): Judged {
  const { batchSeconds } = judging;
  const bad = flaw(before, judging);
  if (bad !== null) return unknown(bad);
  if (after.batches === 0) return unknown('no value of it has come since');
  const scale = scaleOf(before, after);
  if (scale === null) return unknown('it has become negative, and no relative change can be told');
  const range = judging.likeForLike ? sharedLoad(before, after) : null;
  if (judging.likeForLike && range === null) {
    return unknown('the two stretches have no load in common', { apart: true });
  }
  const found = estimate(before, after, scale, range);
  const shareBefore = found === null ? 0 : found.batchesBefore / before.batches;
  const few = found === null || found.batchesBefore < leastBatches || shareBefore < leastShare;
  if (few) {
    return range !== null && after.batches >= leastAfter
      ? unknown('the two stretches have too little load in common', { apart: true, range })
      : unknown(soon);
  }
  const comparedBefore = shareBefore;
  const comparedAfter = found.batchesAfter / after.batches;
  const correlationSeconds = found.noise.batches * batchSeconds;
  if (found.batchesAfter < leastAfter) {
    // The estimate stands, and nothing is said of how sure it is.
    const change = intervalOf(found, scale, judging.better, judging.alpha)?.change ?? null;
    return unknown(soon, { range, comparedBefore, comparedAfter, correlationSeconds, change });
  }
  const evidence = { found, scale };
  const { change, low, high, verdict, reason, secondsMore } = conclude(evidence, judging);
  return {
    change,
    low,
    high,
    verdict,
    reason,
    secondsMore,
    evidence,
    range,
    apart: false,
    comparedBefore,
    comparedAfter,
    correlationSeconds,
  };
}

import { second, secondOf, shift, type Millis, type Second } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';

const hourMs = 3_600_000;
/** Nothing is kept that long, and no chart shows it, s. */
const longestSeconds = 10 * 366 * 86_400;

/** The last moment that a date can name, ms since the epoch (ECMA-262, Time Values). */
const lastMoment = 8.64e15;

/** Steps that people read well, s; each divides into the resolutions that history is kept in. */
const steps = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** A stretch of whole steps. */
export interface Range {
  readonly from: Second;
  /** Excluded. */
  readonly to: Second;
  readonly stepSeconds: number;
}

export interface RangeQuery {
  /** ms since the epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** ms. */
  readonly step?: number | undefined;
  readonly points?: number | undefined;
}

/** The whole seconds that start within `[from, to)`. */
function secondsOf(query: RangeQuery, now: Millis): { from: Second; to: Second } {
  const end = query.to ?? now;
  const begin = query.from ?? end - hourMs;
  if (!(begin >= 0 && end <= lastMoment)) {
    throw new HubscopeError(
      'bad_range',
      'Times are milliseconds since 1970, and no later than a date can name.',
    );
  }
  const range = { from: second(Math.ceil(begin / 1000)), to: second(Math.ceil(end / 1000)) };
  if (range.from >= range.to) throw new HubscopeError('bad_range', 'The range holds no whole second.');
  if (range.to - range.from > longestSeconds)
    throw new HubscopeError('bad_range', 'The range is longer than ten years.');
  if (range.from > shift(secondOf(now), 86_400))
    throw new HubscopeError('bad_range', 'The range lies in the future.');
  return range;
}

/**
 * The stretch that a query asks for. A step that follows from `points` starts at a multiple of itself, so that what is looked at twice
 * is cut alike.
 * @throws HubscopeError `bad_range`
 */
export function rangeOf(query: RangeQuery, now: Millis): Range {
  const { from, to } = secondsOf(query, now);
  if (query.points === undefined || query.step !== undefined) {
    return { from, to, stepSeconds: (query.step ?? 1000) / 1000 };
  }
  const { points } = query;
  const day = 86_400;
  const fit = (step: number): boolean => Math.ceil(to / step) - Math.floor(from / step) <= points;
  const stepSeconds = steps.find(fit) ?? day * Math.ceil((to - from) / day / Math.max(1, points - 1));
  return {
    from: second(Math.floor(from / stepSeconds) * stepSeconds),
    to: second(Math.ceil(to / stepSeconds) * stepSeconds),
    stepSeconds,
  };
}

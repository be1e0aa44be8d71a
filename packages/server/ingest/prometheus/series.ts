import type { OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason, HubId } from '@hubscope/core/signal';
import type { Points } from '@hubscope/core/window';
import type { Feed } from '../feed.js';
import type { SeenMetric } from '../seen-series.js';
import type { Bucket, HistogramSeries } from './histogram.js';

/** What takes the points of one Prometheus series. Each answers why a point was not counted, or null. */
export interface Taker {
  readonly hub: HubId;
  /** Its metric, as it is remembered for a while; null where it is not. */
  readonly seen: SeenMetric | null;
  /** Takes in the number at a place; it is one. */
  number(points: Points, at: number): DropReason | null;
  /** @param value null where it is no histogram of durations, or contradicts itself */
  histogram(points: Points, at: number, value: OutsideHistogram | null): DropReason | null;
}

/** A series that nothing is made from. */
export class Refused implements Taker {
  constructor(
    readonly hub: HubId,
    private readonly reason: DropReason,
    readonly seen: SeenMetric | null,
  ) {}

  number(): DropReason {
    return this.reason;
  }

  histogram(): DropReason {
    return this.reason;
  }
}

/** What a zero of long ago is refused for: nothing, it says when a counter began. */
function unlessLongAgo(reason: DropReason | null): DropReason | null {
  return reason === 'too_old' ? null : reason;
}

function isEmpty(histogram: OutsideHistogram): boolean {
  const below = histogram.kind === 'exponential' ? histogram.zeroCount : 0;
  return below === 0 && histogram.counts.every((count) => count === 0);
}

/** A gauge, a counter, or a native histogram. */
export class WholeSeries implements Taker {
  constructor(
    readonly hub: HubId,
    private readonly counter: boolean,
    /** The rows that take numbers. */
    private readonly feeds: readonly Feed[],
    private readonly whole: () => HistogramSeries,
    readonly seen: SeenMetric | null,
  ) {}

  number(points: Points, at: number): DropReason | null {
    const { feeds } = this;
    const value = points.value(at);
    if (feeds.length === 0) return 'unmapped';
    if (value === Infinity || value === -Infinity || (this.counter && value < 0)) return 'bad_number';
    const form = this.counter ? 'total' : 'gauge';
    let reason: DropReason | null = null;
    for (const feed of feeds) reason = feed.number(points, at, form) ?? reason;
    return this.counter && value === 0 ? unlessLongAgo(reason) : reason;
  }

  histogram(points: Points, at: number, value: OutsideHistogram | null): DropReason | null {
    if (value === null) return 'bad_number';
    const reason = this.whole().whole(points, at, value);
    return isEmpty(value) ? unlessLongAgo(reason) : reason;
  }
}

/** One of the series that a classic histogram is written as. */
export class PartSeries implements Taker {
  constructor(
    readonly hub: HubId,
    private readonly of: HistogramSeries,
    /** Null for the count, which the last bucket repeats. */
    private readonly bucket: Bucket | null,
    readonly seen: SeenMetric | null,
  ) {}

  number(points: Points, at: number): DropReason | null {
    return this.bucket === null ? null : this.of.take(this.bucket, points, at);
  }

  histogram(): DropReason {
    return 'unmapped';
  }
}

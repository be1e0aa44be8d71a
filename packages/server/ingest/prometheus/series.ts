import type { OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason, HubId } from '@hubscope/core/signal';
import type { Points } from '@hubscope/core/window';
import type { Feed } from '../feed.js';
import type { Bucket, HistogramSeries } from './histogram.js';

/** What takes the points of one Prometheus series. Each answers why a point was not counted, or null. */
export interface Taker {
  readonly hub: HubId;
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
  ) {}

  number(): DropReason {
    return this.reason;
  }

  histogram(): DropReason {
    return this.reason;
  }
}

/** A gauge, a counter, or a native histogram. */
export class WholeSeries implements Taker {
  constructor(
    readonly hub: HubId,
    private readonly counter: boolean,
    /** The rows that take numbers. */
    private readonly feeds: readonly Feed[],
    private readonly whole: () => HistogramSeries,
  ) {}

  number(points: Points, at: number): DropReason | null {
    const { feeds } = this;
    const value = points.value(at);
    if (feeds.length === 0) return 'unmapped';
    if (value === Infinity || value === -Infinity || (this.counter && value < 0)) return 'bad_number';
    const form = this.counter ? 'total' : 'gauge';
    let reason: DropReason | null = null;
    for (const feed of feeds) reason = feed.number(points, at, form) ?? reason;
    return reason;
  }

  histogram(points: Points, at: number, value: OutsideHistogram | null): DropReason | null {
    return value === null ? 'bad_number' : this.whole().whole(points, at, value);
  }
}

/** One of the series that a classic histogram is written as. */
export class PartSeries implements Taker {
  constructor(
    readonly hub: HubId,
    private readonly of: HistogramSeries,
    /** Null for the count, which the last bucket repeats. */
    private readonly bucket: Bucket | null,
  ) {}

  number(points: Points, at: number): DropReason | null {
    return this.bucket === null ? null : this.of.take(this.bucket, points, at);
  }

  histogram(): DropReason {
    return 'unmapped';
  }
}

import type { OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason, HubId } from '@hubscope/core/signal';
import type { Points } from '@hubscope/core/window';
import type { Feed } from '../feed.js';
import type { SeriesPlace } from '../sink.js';
import type { SeenMetric } from '../seen-series.js';
import type { HistogramSeries } from './histogram.js';
import type { Part } from './open-scrapes.js';

/** What takes the points of one Prometheus series. Each answers why a point was not counted, or null. */
export interface Taker {
  readonly hub: HubId;
  /** Its metric, as it is remembered for a while; null where it is not. */
  readonly seen: SeenMetric | null;
  /** Takes in the number at a place; it is one. */
  number(points: Points, at: number): DropReason | null;
  /** Hears that it had no value at the time at a place. */
  unknown(points: Points, at: number): void;
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

  unknown(): void {
    // Nothing is known of it anyway.
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
  /** The row that takes numbers, and more of them, as few series have. */
  readonly #feed: Feed | undefined;
  readonly #more: readonly Feed[] | null;
  /** That of the first row: a line of memory less to read for each point. */
  #place: SeriesPlace | null = null;

  /** @param feeds the rows that take numbers */
  constructor(
    readonly hub: HubId,
    private readonly counter: boolean,
    feeds: readonly Feed[],
    private readonly whole: () => HistogramSeries,
    readonly seen: SeenMetric | null,
  ) {
    this.#feed = feeds[0];
    this.#more = feeds.length > 1 ? feeds.slice(1) : null;
  }

  number(points: Points, at: number): DropReason | null {
    const value = points.value(at);
    if (this.#feed === undefined) return 'unmapped';
    if (value === Infinity || value === -Infinity || (this.counter && value < 0)) return 'bad_number';
    const form = this.counter ? 'total' : 'gauge';
    const place = this.#place;
    let reason: DropReason | null;
    if (place !== null && place.live) reason = place.number(points, at, form);
    else {
      reason = this.#feed.number(points, at, form);
      this.#place = this.#feed.place;
    }
    if (this.#more !== null) for (const feed of this.#more) reason = feed.number(points, at, form) ?? reason;
    return this.counter && value === 0 ? unlessLongAgo(reason) : reason;
  }

  unknown(points: Points, at: number): void {
    this.#feed?.unknown(points, at);
    for (const feed of this.#more ?? []) feed.unknown(points, at);
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
    private readonly bucket: Part | null,
    readonly seen: SeenMetric | null,
  ) {}

  number(points: Points, at: number): DropReason | null {
    return this.bucket === null ? null : this.of.take(this.bucket, points, at);
  }

  unknown(): void {
    // A scrape without it is not whole, and not counted.
  }

  histogram(): DropReason {
    return 'unmapped';
  }
}

import type { OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason } from '@hubscope/core/signal';
import { amendSeconds, Points, type SeriesIdentity } from '@hubscope/core/window';
import type { SeriesSink } from '../sink.js';
import { Feed } from '../feed.js';
import { OpenScrapes, type Part, type Scrape } from './open-scrapes.js';

/** The layout of native ones: they say themselves how they are cut. */
const nativeLayout = 'native';

/** Native ones are gone after so many of their intervals, and not before so many ms. */
const silentIntervals = 3;
const leastSilenceMs = 10_000;
/** No interval between native ones is taken for longer; before one is known, they are waited for as long, ms. */
const longestSilenceMs = amendSeconds * 1000;

/** How classic histograms with the same buckets are cut. */
interface Cut {
  readonly buckets: readonly Part[];
  /** All but +Infinity. */
  readonly bounds: readonly number[];
  readonly layout: string;
}

function cutOf(buckets: readonly Part[]): Cut {
  const bounds = buckets.map(({ le }) => le).filter((le) => le < Infinity);
  return { buckets, bounds, layout: bounds.join(' ') };
}

/**
 * A histogram that arrives as a series a bucket, or whole (a native one). Where a client sends both kinds, the native one counts, until
 * none came for a while. Where one kind or layout takes over from another, it begins with its first histogram as what is known already:
 * nothing is counted twice.
 *
 * A Prometheus that knows when counters began sends a zero of that time before the first value of each series.
 * Source: Prometheus, feature flag `created-timestamp-zero-ingestion`.
 */
export class HistogramSeries {
  readonly #scrapes = new OpenScrapes((scrape, begun, points) => this.#classic(scrape, begun, points));
  readonly #points = new Points(1);
  /** The time of the newest native one, and how much later a classic one counts. */
  #nativeAt = -Infinity;
  #silenceMs = longestSilenceMs;
  #layout = '';
  /** How the last classic one was cut. */
  #cut = cutOf([]);
  /** The time of the newest that was counted. */
  #counted = -Infinity;
  #feeds: readonly Feed[] = [];

  constructor(
    private readonly sink: SeriesSink,
    private readonly identities: readonly SeriesIdentity[],
  ) {}

  /** The bucket with an upper bound; null past the bound on buckets. */
  bucket(le: number): Part | null {
    return this.#scrapes.bucket(le);
  }

  /** The series of the sum of all values. */
  sum(): Part {
    return this.#scrapes.sum();
  }

  /** Takes in a point of one of its series. Answers why not, or null. */
  take(part: Part, points: Points, at: number): DropReason | null {
    if (points.time(at) - this.#nativeAt <= this.#silenceMs) return null;
    return this.#scrapes.take(part, points, at);
  }

  /** Takes in a whole histogram. Answers why not, or null. */
  whole(points: Points, at: number, histogram: OutsideHistogram): DropReason | null {
    const time = points.time(at);
    if (time > (points.arrival[2] ?? NaN)) return 'future';
    if (time > this.#nativeAt) {
      const interval = Math.min(time - this.#nativeAt, longestSilenceMs);
      if (this.#nativeAt > -Infinity) this.#silenceMs = Math.max(silentIntervals * interval, leastSilenceMs);
      this.#nativeAt = time;
      this.#scrapes.leave(time + this.#silenceMs);
    }
    // Classic ones told of that time.
    if (this.#layout !== nativeLayout && time < this.#counted) return null;
    return this.#give(nativeLayout, points, at, histogram);
  }

  /** @param begun when its counters began, as zeros said; else NaN */
  #classic(scrape: Scrape, begun: number, points: Points): DropReason | null {
    const sum = this.#scrapes.sumOf(scrape);
    const buckets = scrape.arrived - (sum === null ? 0 : 1);
    if (this.#cut.buckets.length !== buckets || !this.#cut.buckets.every((bucket) => scrape.has(bucket)))
      this.#cut = cutOf(this.#scrapes.buckets.filter((bucket) => scrape.has(bucket)));
    const { bounds, layout } = this.#cut;
    if (bounds.length !== buckets - 1) return 'bad_number';
    const counts: number[] = [];
    let below = 0;
    for (const bucket of this.#cut.buckets) {
      const value = scrape.value(bucket);
      if (value < below) return 'bad_number';
      counts.push(value - below);
      below = value;
    }
    const histogram = { kind: 'explicit', bounds, counts, sum, min: null, max: null } as const;
    // It arrives with the point that completes it.
    const own = this.#points;
    own.arrive(points.now);
    own.starts[0] = scrape.start;
    // Where that is too long ago it is no loss: the first values say nothing then, as ever.
    if (begun > this.#counted) {
      own.times[0] = begun;
      this.#give(layout, own, 0, { ...histogram, counts: counts.map(() => 0), sum: 0 });
    }
    own.times[0] = scrape.time;
    const reason = this.#give(layout, own, 0, histogram);
    return scrape.empty && reason === 'too_old' ? null : reason;
  }

  /** Histograms of different layouts can't be subtracted: each is a series of its own, and anew when it takes over. */
  #give(layout: string, points: Points, at: number, histogram: OutsideHistogram): DropReason | null {
    if (layout !== this.#layout || this.#feeds.length === 0) {
      this.#layout = layout;
      const counted = this.#counted;
      const turn = counted > -Infinity ? ` ${String(counted)}` : '';
      this.#feeds = this.identities.map(
        (identity) => new Feed(this.sink, { ...identity, series: `${identity.series} [${layout}]${turn}` }),
      );
      if (points.start(at) < counted) points.starts[at] = NaN;
    }
    let reason: DropReason | null = null;
    for (const feed of this.#feeds) reason = feed.histogram(points, at, histogram) ?? reason;
    if (reason === null) this.#counted = Math.max(this.#counted, points.time(at));
    return reason;
  }
}

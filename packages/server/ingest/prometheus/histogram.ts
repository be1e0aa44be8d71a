import type { OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason } from '@hubscope/core/signal';
import { Points, type SeriesIdentity } from '@hubscope/core/window';
import type { SeriesSink } from '../sink.js';
import { Feed } from '../feed.js';

/** One series of a classic histogram: its newest value. */
export interface Bucket {
  /** The upper bound, +Infinity for the last. */
  readonly le: number;
  value: number;
  time: number;
  /** The time of its value before this one. */
  earlier: number;
}

const newBucket = (le: number): Bucket => ({ le, value: 0, time: -Infinity, earlier: -Infinity });

/** More buckets than this is nothing that a client library makes. */
const maxBuckets = 10_000;

/**
 * A histogram that arrives as a series a bucket, or whole (a native one). The buckets of one scrape may come in several requests, and in
 * any order; they are put together again by their time. As soon as all that the scrape before had are there the histogram is complete; a
 * first one, or one with a bucket missing, is closed by the next scrape. Where a client sends both kinds, the native one counts.
 *
 * A Prometheus that knows when counters began sends a zero of that time before the first value of each series: the zeros of one histogram
 * stand among its first values, and say where these began. Source: Prometheus, feature flag `created-timestamp-zero-ingestion`.
 */
export class HistogramSeries {
  #buckets: Bucket[] = [];
  #sum: Bucket | null = null;
  /** The time of the scrape that is being put together, and of the one before it. */
  #open = -Infinity;
  #before = -Infinity;
  #arrived = 0;
  #handed = true;
  /** When it began, as zeros said last. */
  #zeroAt = -Infinity;
  #start = NaN;
  readonly #points = new Points(1);
  /** How many series the last histogram that was handed on had. */
  #usual = 0;
  #native = false;
  #layout = '';
  #feeds: Feed[] = [];

  constructor(
    private readonly sink: SeriesSink,
    private readonly identities: readonly SeriesIdentity[],
  ) {}

  /** The bucket with an upper bound; null past the bound on buckets. */
  bucket(le: number): Bucket | null {
    const known = this.#buckets.find((bucket) => bucket.le === le);
    if (known !== undefined) return known;
    if (this.#buckets.length >= maxBuckets) return null;
    const bucket = newBucket(le);
    this.#buckets = [...this.#buckets, bucket].sort((a, b) => a.le - b.le);
    return bucket;
  }

  /** The series of the sum of all values. */
  sum(): Bucket {
    this.#sum ??= newBucket(NaN);
    return this.#sum;
  }

  /** Takes in a point of one of its series. Answers why not, or null. */
  take(bucket: Bucket, points: Points, at: number): DropReason | null {
    const time = points.time(at);
    const value = points.value(at);
    if (this.#native) return null;
    if (time < this.#open) return value === 0 && time === this.#zeroAt ? null : 'out_of_order';
    if (bucket.time === time) return 'duplicate';
    if (!(value >= 0 && value < Infinity)) return 'bad_number';
    let reason: DropReason | null = null;
    if (time > this.#open) {
      if (!this.#handed && !this.#begins()) reason = this.#hand(points);
      this.#before = this.#open;
      this.#open = time;
      this.#start = points.start(at);
      this.#arrived = 0;
      this.#handed = false;
    }
    // One that the scrape before had not: how many there will be is not known, and the next scrape closes this one.
    if (bucket.time !== this.#before) this.#usual = 0;
    bucket.value = value;
    bucket.earlier = bucket.time;
    bucket.time = time;
    this.#arrived += 1;
    if (!this.#handed && this.#arrived === this.#usual) return this.#hand(points) ?? reason;
    return reason;
  }

  /** Takes in a whole histogram. Answers why not, or null. */
  whole(points: Points, at: number, histogram: OutsideHistogram): DropReason | null {
    this.#native = true;
    return this.#give('native', points, at, histogram);
  }

  /** Whether what is open is no scrape but zeros that say when the first one began; then it is as if they had not come. */
  #begins(): boolean {
    const series = this.#sum === null ? this.#buckets : [...this.#buckets, this.#sum];
    const present = series.filter(({ time }) => time === this.#open);
    // The last bucket of a scrape never comes alone.
    const whole = present.length > 1 && present.some(({ le }) => le === Infinity);
    if (whole || present.some(({ value }) => value !== 0)) return false;
    for (const each of present) each.time = each.earlier;
    this.#zeroAt = this.#open;
    this.#open = this.#before;
    return true;
  }

  /** Hands on what the open scrape brought. */
  #hand(points: Points): DropReason | null {
    this.#handed = true;
    const time = this.#open;
    const present = this.#buckets.filter((bucket) => bucket.time === time);
    const summed = this.#sum?.time === time;
    this.#usual = present.length + (summed ? 1 : 0);
    if (present.at(-1)?.le !== Infinity) return 'bad_number';
    const counts = present.map((bucket, place) => bucket.value - (present[place - 1]?.value ?? 0));
    if (counts.some((count) => count < 0)) return 'bad_number';
    const bounds = present.slice(0, -1).map((bucket) => bucket.le);
    const sum = summed ? (this.#sum?.value ?? null) : null;
    const histogram = { kind: 'explicit', bounds, counts, sum, min: null, max: null } as const;
    // It arrives with the point that completes it.
    const own = this.#points;
    own.arrive(points.now);
    own.starts[0] = this.#start;
    const layout = bounds.join(' ');
    if (this.#zeroAt > this.#before) {
      own.times[0] = this.#zeroAt;
      // Where it is too long ago it is no loss: the first values say nothing then, as ever.
      this.#give(layout, own, 0, { ...histogram, counts: counts.map(() => 0), sum: 0 });
    }
    own.times[0] = time;
    return this.#give(layout, own, 0, histogram);
  }

  /** Histograms of different layouts can't be subtracted: each layout is a series of its own. */
  #give(layout: string, points: Points, at: number, histogram: OutsideHistogram): DropReason | null {
    if (layout !== this.#layout || this.#feeds.length === 0) {
      this.#layout = layout;
      this.#feeds = this.identities.map(
        (identity) => new Feed(this.sink, { ...identity, series: `${identity.series} [${layout}]` }),
      );
    }
    let reason: DropReason | null = null;
    for (const feed of this.#feeds) reason = feed.histogram(points, at, histogram) ?? reason;
    return reason;
  }
}

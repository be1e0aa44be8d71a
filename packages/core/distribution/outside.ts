import { Distribution, zeroThreshold, type DistributionState } from './distribution.js';
import { bucketIndex, coarsestScale, downscaledIndex, lowerBound, recordingScale } from './scale.js';

/** A histogram with explicit bounds, as OpenTelemetry and Prometheus send it: `counts` has one more entry than `bounds`, which may be none. */
export interface ExplicitHistogram {
  readonly kind: 'explicit';
  /** Upper bounds (included), ascending. */
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** An exponential histogram of non-negative values as OpenTelemetry sends it. */
export interface ExponentialHistogram {
  readonly kind: 'exponential';
  readonly scale: number;
  readonly zeroCount: number;
  /** The index of the first of `counts`. */
  readonly offset: number;
  readonly counts: readonly number[];
  readonly sum: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export type OutsideHistogram = ExplicitHistogram | ExponentialHistogram;

/** Whether it tells where its values lie. Without bounds nothing is known but how many there are and what they add up to. */
export function tellsValues(histogram: OutsideHistogram): boolean {
  return histogram.kind !== 'explicit' || histogram.bounds.length > 0;
}

/** How many octaves below its upper bound a first bucket `(0, b]` is spread over; what would lie lower is put at the lowest. */
const firstBucketOctaves = 6;

/** A number in another unit; what no float64 holds is the greatest that one does. */
const scaledBy = (value: number, factor: number): number =>
  Math.max(-Number.MAX_VALUE, Math.min(value * factor, Number.MAX_VALUE));

/** Spreads a count evenly over (low, high], by the width that each exponential bucket has of it. */
function spread(into: Map<number, number>, low: number, high: number, count: number): void {
  const floor = Math.max(low, high * 2 ** -firstBucketOctaves);
  const last = bucketIndex(high, recordingScale);
  // A hair above the floor, which itself belongs to the bucket below; where both ends are one value there is no hair.
  const first = Math.min(bucketIndex(floor * (1 + 1e-9), recordingScale), last);
  const width = high - low;
  for (let index = first; index <= last; index += 1) {
    const from = index === first ? low : Math.max(low, lowerBound(index, recordingScale));
    const to = index === last ? high : lowerBound(index + 1, recordingScale);
    const share = width > 0 ? Math.max(0, to - from) / width : 1 / (last - first + 1);
    into.set(index, (into.get(index) ?? 0) + count * share);
  }
}

/** A distribution of buckets by their index. */
function fromBuckets(state: DistributionState, buckets: ReadonlyMap<number, number>): Distribution {
  const ordered = [...buckets].sort(([a], [b]) => a - b);
  const counts = ordered.map(([, count]) => count);
  return Distribution.from({
    ...state,
    count: counts.reduce((sum, count) => sum + count, state.zeroCount),
    filled: ordered.length,
    indexes: ordered.map(([index]) => index),
    counts,
  });
}

/** All values of a histogram without bounds at their mean. */
function fromMean(histogram: ExplicitHistogram, total: number, factor: number): Distribution {
  const [count = 0] = histogram.counts;
  const sum = scaledBy(total, factor);
  const mean = count > 0 ? Math.max(0, sum / count) : 0;
  const isZero = mean < zeroThreshold;
  return fromBuckets(
    {
      scale: recordingScale,
      zeroCount: isZero ? count : 0,
      sum,
      min: mean,
      max: mean,
      interpolated: true,
    },
    isZero ? new Map() : new Map([[bucketIndex(mean, recordingScale), count]]),
  );
}

function fromExplicit(histogram: ExplicitHistogram, factor: number): Distribution {
  const { bounds, counts, sum } = histogram;
  if (bounds.length === 0 && sum !== null) return fromMean(histogram, sum, factor);
  const scaled = (value: number | null): number | null => (value === null ? null : scaledBy(value, factor));
  const [known, top] = [scaled(histogram.min), scaled(histogram.max)];
  const buckets = new Map<number, number>();
  let zeroCount = 0;
  let estimate = 0;
  let [least, greatest] = [Infinity, 0];
  counts.forEach((count, place) => {
    if (count <= 0) return;
    let low = Math.max(place === 0 ? 0 : scaledBy(bounds[place - 1] ?? 0, factor), known ?? 0, 0);
    // Above the last bound nothing is known but that it was passed: without a maximum it stands at that bound.
    let high = Math.max(place < bounds.length ? scaledBy(bounds[place] ?? 0, factor) : (top ?? low), 0);
    if (top !== null) high = Math.min(high, top);
    low = Math.min(low, high);
    estimate += count * (low / 2 + high / 2);
    least = Math.min(least, low);
    greatest = Math.max(greatest, high);
    if (high < zeroThreshold) zeroCount += count;
    else spread(buckets, low, high, count);
  });
  return fromBuckets(
    {
      scale: recordingScale,
      zeroCount,
      sum: sum === null ? estimate : scaledBy(sum, factor),
      min: known ?? least,
      max: top ?? greatest,
      interpolated: true,
    },
    buckets,
  );
}

function fromExponential(histogram: ExponentialHistogram, factor: number): Distribution {
  const { scale, offset, counts, zeroCount } = histogram;
  // A change of unit shifts every index by the same amount, rounded to a whole bucket: at most half a bucket off.
  const target = Math.max(Math.min(scale, recordingScale), coarsestScale);
  const move = Math.round(Math.log2(factor) * 2 ** target);
  const buckets = new Map<number, number>();
  let near = zeroCount;
  const [least, greatest] = [zeroThreshold, Number.MAX_VALUE].map((value) => bucketIndex(value, target));
  counts.forEach((count, place) => {
    if (count <= 0) return;
    // An index may name values that no float64 holds: buckets so far apart fit into no distribution.
    const index = Math.min(downscaledIndex(offset + place, scale - target) + move, greatest ?? 0);
    if (index < (least ?? 0)) near += count;
    else buckets.set(index, (buckets.get(index) ?? 0) + count);
  });
  const filled = [...buckets].sort(([a], [b]) => a - b);
  const low = filled[0] === undefined ? Infinity : lowerBound(filled[0][0], target);
  const last = filled.at(-1);
  const high = last === undefined ? 0 : Math.min(lowerBound(last[0] + 1, target), Number.MAX_VALUE);
  const estimate = filled.reduce((sum, [index, count]) => sum + count * lowerBound(index + 0.5, target), 0);
  return fromBuckets(
    {
      scale: target,
      zeroCount: near,
      sum: scaledBy(histogram.sum ?? estimate, histogram.sum === null ? 1 : factor),
      min: histogram.min === null ? (near > 0 ? 0 : low) : scaledBy(histogram.min, factor),
      max: histogram.max === null ? high : scaledBy(histogram.max, factor),
      interpolated: false,
    },
    buckets,
  );
}

/**
 * A histogram from outside, its values multiplied by `factor` (seconds to ms: 1000). Its own resolution is kept. Of one that does not
 * {@link tellsValues} only count and sum are to be used.
 */
export function fromOutside(histogram: OutsideHistogram, factor: number): Distribution {
  return histogram.kind === 'explicit' ? fromExplicit(histogram, factor) : fromExponential(histogram, factor);
}

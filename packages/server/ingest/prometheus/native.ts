import type { OutsideHistogram } from '@hubscope/core/distribution';

/** The buckets of a native histogram: stretches of counts with gaps between. */
export interface Spans {
  readonly offsets: number[];
  readonly lengths: number[];
}

/** A native histogram as it stands in protobuf, in Prometheus' terms. Counts are absolute (deltas are summed up by the reader). */
export interface NativeHistogram {
  schema: number;
  sum: number;
  zeroCount: number;
  readonly spans: Spans;
  readonly counts: number[];
  /** Whether any value below zero was counted. */
  negative: boolean;
  /** Upper bounds, of schema -53. */
  readonly bounds: number[];
  /** A gauge of a distribution, which is no running total. */
  gauge: boolean;
}

/** The schema of histograms with bounds of their own. */
const customBounds = -53;

/** More buckets than this, gaps included, is nothing that a client library makes. */
const maxBuckets = 10_000;

/** What a float64 holds lies between 2^-1074 and 2^1024; the widest bucket may reach a little beyond. */
const mostOctaves = 1100;

/** The spans filled up: the first bucket's index and the counts from there on; null where spans and counts contradict each other. */
function dense(
  { offsets, lengths }: Spans,
  counts: readonly number[],
): { first: number; counts: number[] } | null {
  const filled: number[] = [];
  let first = 0;
  let next = 0;
  for (let span = 0; span < offsets.length; span += 1) {
    const gap = offsets[span] ?? 0;
    const length = lengths[span] ?? 0;
    if (span === 0) first = gap;
    else if (gap < 0) return null;
    const empty = span === 0 ? 0 : gap;
    if (filled.length + empty + length > maxBuckets || next + length > counts.length) return null;
    for (let place = 0; place < empty; place += 1) filled.push(0);
    for (let place = 0; place < length; place += 1) filled.push(counts[next + place] ?? 0);
    next += length;
  }
  return next === counts.length ? { first, counts: filled } : null;
}

/**
 * A native histogram as the distribution takes it; null where it is none of durations, contradicts itself or counts what is no float64.
 * Prometheus' bucket i holds (base^(i-1), base^i], OpenTelemetry's (base^i, base^(i+1)].
 */
export function fromNative(native: NativeHistogram): OutsideHistogram | null {
  const buckets = dense(native.spans, native.counts);
  if (buckets === null || native.negative || native.gauge) return null;
  const { zeroCount, schema, bounds } = native;
  const usable = [zeroCount, ...buckets.counts].every((count) => count >= 0 && count < Infinity);
  if (!usable) return null;
  const sum = Number.isFinite(native.sum) && native.sum >= 0 ? native.sum : null;
  if (schema === customBounds) {
    const { first, counts } = buckets;
    const ascending = bounds.every(
      (bound, at) => Number.isFinite(bound) && bound > (bounds[at - 1] ?? -Infinity),
    );
    if (!ascending || first < 0 || first + counts.length > bounds.length + 1) return null;
    const whole = bounds.map((_, at) => counts[at - first] ?? 0);
    whole.push(counts[bounds.length - first] ?? 0);
    return { kind: 'explicit', bounds: [...bounds], counts: whole, sum, min: null, max: null };
  }
  if (schema < -4 || schema > 8) return null;
  const octave = 2 ** schema;
  const [low, high] = [buckets.first - 1, buckets.first - 1 + buckets.counts.length];
  if (low < -mostOctaves * octave || high > mostOctaves * octave) return null;
  return {
    kind: 'exponential',
    scale: schema,
    zeroCount,
    offset: buckets.first - 1,
    counts: buckets.counts,
    sum,
    min: null,
    max: null,
  };
}

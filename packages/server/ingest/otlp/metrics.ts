import { coarsestScale, finestScale, tellsValues, type OutsideHistogram } from '@hubscope/core/distribution';
import { builtinSignals, type Exemplar, type Mapping, type Temporality } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { Points, type NumberForm } from '@hubscope/core/window';
import type { Feed } from '../feed.js';
import {
  maxBuckets,
  noRecordedValue,
  type ExponentialPoint,
  type HistogramPoint,
  type NumberPoint,
} from './messages.js';
import type { MetricPlan } from './metric-plans.js';
import { isMeasure, isTime, type Delivery } from './delivery.js';
import { decodeMetricHead, decodePoints } from './protobuf.js';
import type { Origin } from './source.js';

/** A histogram as a point has it, and what its counts say. */
interface Histogram {
  readonly temporality: Temporality;
  readonly histogram: OutsideHistogram;
}

const temporalities: Readonly<Record<number, Temporality>> = { 1: 'delta', 2: 'cumulative' };

/** More than a double counts is no count. */
const isCount = (count: number): boolean => count >= 0 && count <= Number.MAX_SAFE_INTEGER;
const isAmount = (value: number | null): boolean => value === null || (value >= 0 && isMeasure(value));

/** How many values there are in all; NaN where one of these is no count. */
function sumOf(counts: readonly number[], begun: number): number {
  let sum = begun;
  for (const count of counts) sum += count >= 0 ? count : NaN;
  return sum;
}

/** Exponents of two between which the buckets of an exponential histogram stand: from the least double to the greatest that is measured. */
const [leastExponent, mostExponent] = [-1074, 333];

/** Whether such buckets can hold values. That with index i holds (2^(i·2^-scale), 2^((i+1)·2^-scale)]. */
function standWhereValuesDo(
  scale: number,
  { offset, counts }: { readonly offset: number; readonly counts: readonly number[] },
): boolean {
  if (counts.length === 0) return true;
  const octaves = 2 ** -scale;
  return (offset + 1) * octaves >= leastExponent && (offset + counts.length - 1) * octaves <= mostExponent;
}

/** Whether a point says when what it counts began: an instant before it, else its stretch would have no length. */
const isStart = (start: number, time: number): boolean => start > 0 && start < time;

/** How the points of a metric of plain numbers are read. */
export interface NumberKind {
  readonly form: NumberForm;
  /** Whether its values only add up: none of them is negative. */
  readonly rises: boolean;
}

/** Where a point stands that comes as a structure. */
const single = new Points(1);

export const gaugeKind: NumberKind = { form: 'gauge', rises: false };

/** How a sum's points are read; null where its temporality is none. @param temporality as in the protocol: 1 delta, 2 cumulative */
export function sumKind(temporality: number, monotonic: boolean): NumberKind | null {
  const known = temporalities[temporality];
  if (known === undefined) return null;
  // A sum that may go down is a state, unless it says only what came.
  const total = monotonic ? 'total' : 'gauge';
  return { form: known === 'delta' ? 'delta' : total, rises: monotonic };
}

/** Takes the number in the first place in for each signal that it feeds, or counts why not. */
export function takeNumber(
  { source }: Origin,
  feeds: readonly Feed[],
  kind: NumberKind | null,
  point: Points,
  into: Delivery,
): void {
  const value = point.value(0);
  if (kind === null || !isMeasure(value) || (kind.rises && value < 0)) {
    into.drop(source.hub, 'bad_number');
    return;
  }
  if (!isTime(point.time(0))) {
    into.drop(source.hub, 'bad_time');
    return;
  }
  if (!isStart(point.start(0), point.time(0))) point.starts[0] = NaN;
  for (const feed of feeds) into.numbers.add(feed, kind.form, point);
}

/** Takes in for each signal that the point in the first place feeds that it has no value then: a state would else go on to its next one. */
export function takeUnknown(
  feeds: readonly Feed[],
  kind: NumberKind | null,
  point: Points,
  into: Delivery,
): void {
  if (kind?.form !== 'gauge' || !isTime(point.time(0))) return;
  point.values[0] = NaN;
  for (const feed of feeds) into.numbers.add(feed, kind.form, point);
}

function histogram(temporality: Temporality | undefined, made: OutsideHistogram | null): Histogram | null {
  if (made === null || temporality === undefined) return null;
  const { sum: total, min, max, counts } = made;
  const zeroCount = made.kind === 'exponential' ? made.zeroCount : 0;
  if (counts.length > maxBuckets || !isCount(sumOf(counts, zeroCount))) return null;
  if (![total, min, max].every(isAmount)) return null;
  return { temporality, histogram: made };
}

function explicit({ bounds, buckets, count, sum: total, min, max }: HistogramPoint): OutsideHistogram | null {
  const ascending = bounds.every((bound, at) => isMeasure(bound) && bound > (bounds[at - 1] ?? -Infinity));
  // Without bounds its one bucket need not be written.
  const counts = bounds.length === 0 && buckets.length === 0 ? [count] : buckets;
  if (!ascending || counts.length !== bounds.length + 1) return null;
  return { kind: 'explicit', bounds, counts, sum: total, min, max };
}

function exponential(point: ExponentialPoint): OutsideHistogram | null {
  const { scale, zeroCount, positive, negative, sum: total, min, max } = point;
  if (
    scale < coarsestScale ||
    scale > finestScale ||
    !isCount(zeroCount) ||
    !standWhereValuesDo(scale, positive) ||
    negative.counts.some((count) => count > 0)
  ) {
    return null;
  }
  return { kind: 'exponential', scale, zeroCount, ...positive, sum: total, min, max };
}

/** Signals that are sums: of a histogram they need no more than what its values add up to. */
const sums: ReadonlySet<string> = new Set(
  builtinSignals.filter(({ fold }) => fold === 'sum').map(({ name }) => name),
);

/** Whether a histogram tells what its signal is made of. */
function suffices(made: OutsideHistogram, { role, signal }: Mapping): boolean {
  return tellsValues(made) || (role === 'value' && made.sum !== null && sums.has(signal));
}

/** Takes the histogram of a point in as one observation for each signal that it feeds, or counts why not. */
function takeHistogram(
  { source }: Origin,
  feeds: readonly Feed[],
  {
    start,
    time,
    exemplars,
  }: Pick<NumberPoint, 'start' | 'time'> & { readonly exemplars: readonly Exemplar[] },
  value: Histogram | null,
  into: Delivery,
): void {
  if (value === null || !isTime(time)) {
    into.drop(source.hub, value === null ? 'bad_number' : 'bad_time');
    return;
  }
  let enough = true;
  for (const { identity } of feeds) {
    if (!suffices(value.histogram, identity.mapping)) {
      enough = false;
      continue;
    }
    into.observe({
      ...identity,
      type: 'metric',
      identity,
      start: isStart(start, time) ? millis(start) : null,
      time: millis(time),
      value: { form: 'histogram', ...value },
      ...(exemplars.length === 0 ? {} : { exemplars }),
    });
  }
  if (!enough) into.drop(source.hub, 'bad_number');
}

/**
 * Takes in a metric that some signal is made from, whatever its kind.
 * @throws RangeError or Error where the bytes are no such message; what stood before the fault is taken in
 */
export function takeMetric(bytes: Uint8Array, plan: MetricPlan, origin: Origin, into: Delivery): void {
  const { temporality, monotonic, others } = decodeMetricHead(bytes);
  into.drop(origin.source.hub, 'unmapped', others);
  const isRecorded = ({ flags }: { readonly flags: number }): boolean => (flags & noRecordedValue) === 0;
  const number = (point: NumberPoint, kind: NumberKind | null): void => {
    single.set(0, millis(point.start), millis(point.time), point.value);
    const feeds = plan.of(point.attributes);
    if (isRecorded(point)) takeNumber(origin, feeds, kind, single, into);
    else takeUnknown(feeds, kind, single, into);
  };
  const known = temporalities[temporality];
  decodePoints(bytes, {
    gauge: (point) => {
      number(point, gaugeKind);
    },
    sum: (point) => {
      number(point, sumKind(temporality, monotonic));
    },
    histogram: (point) => {
      if (isRecorded(point))
        takeHistogram(origin, plan.of(point.attributes), point, histogram(known, explicit(point)), into);
    },
    exponential: (point) => {
      if (isRecorded(point))
        takeHistogram(origin, plan.of(point.attributes), point, histogram(known, exponential(point)), into);
    },
  });
}

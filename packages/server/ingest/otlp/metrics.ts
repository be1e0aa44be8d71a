import { coarsestScale, finestScale, type OutsideHistogram } from '@hubscope/core/distribution';
import type { Exemplar, Temporality } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { Points, type NumberForm } from '@hubscope/core/window';
import type { Feed } from '../feed.js';
import { noRecordedValue, type Metric, type NumberPoint } from './messages.js';
import type { MetricPlan } from './metric-plans.js';
import { isTime, type Delivery } from './delivery.js';
import type { Origin } from './source.js';

/** More buckets than this is nothing that an SDK sends. */
const maxBuckets = 10_000;

/** A histogram as a point has it, and what its counts say. */
interface Histogram {
  readonly temporality: Temporality;
  readonly histogram: OutsideHistogram;
}

const temporalities: Readonly<Record<number, Temporality>> = { 1: 'delta', 2: 'cumulative' };

const isCount = (count: number): boolean => count >= 0 && count < Infinity;
const isNumber = (value: number | null): boolean => value === null || Number.isFinite(value);

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
  if (kind === null || !Number.isFinite(value) || (kind.rises && value < 0)) {
    into.drop(source.hub, 'bad_number');
    return;
  }
  if (!isTime(point.time(0))) {
    into.drop(source.hub, 'bad_time');
    return;
  }
  if (!isTime(point.start(0))) point.starts[0] = NaN;
  for (const feed of feeds) into.numbers.add(feed, kind.form, point);
}

function histogram(metric: Metric, made: OutsideHistogram | null): Histogram | null {
  const temporality = temporalities[metric.temporality];
  if (made === null || temporality === undefined) return null;
  const { sum: total, min, max, counts } = made;
  if (counts.length > maxBuckets || !counts.every(isCount)) return null;
  if (![total, min, max].every(isNumber) || (min ?? 0) < 0 || (total ?? 0) < 0) return null;
  return { temporality, histogram: made };
}

function explicit({
  bounds,
  counts,
  sum: total,
  min,
  max,
}: Metric['histograms'][number]): OutsideHistogram | null {
  const ascending = bounds.every(
    (bound, at) => Number.isFinite(bound) && bound > (bounds[at - 1] ?? -Infinity),
  );
  if (!ascending || counts.length !== bounds.length + 1) return null;
  return { kind: 'explicit', bounds, counts, sum: total, min, max };
}

function exponential(point: Metric['exponentials'][number]): OutsideHistogram | null {
  const { scale, zeroCount, positive, negative, sum: total, min, max } = point;
  if (
    scale < coarsestScale ||
    scale > finestScale ||
    !isCount(zeroCount) ||
    negative.counts.some((count) => count > 0)
  ) {
    return null;
  }
  return { kind: 'exponential', scale, zeroCount, ...positive, sum: total, min, max };
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
  for (const { identity } of feeds) {
    into.observe({
      ...identity,
      type: 'metric',
      identity,
      start: isTime(start) ? millis(start) : null,
      time: millis(time),
      value: { form: 'histogram', ...value },
      ...(exemplars.length === 0 ? {} : { exemplars }),
    });
  }
}

/** Takes a metric in, whatever its kind. */
export function takeMetric(metric: Metric, plan: MetricPlan, origin: Origin, into: Delivery): void {
  into.drop(origin.source.hub, 'unmapped', metric.others);
  const { gauges, sums, histograms, exponentials } = metric;
  if (!plan.mapped) {
    const count = gauges.length + sums.length + histograms.length + exponentials.length;
    into.drop(origin.source.hub, 'unmapped', count);
    const first = gauges[0] ?? sums[0] ?? histograms[0] ?? exponentials[0];
    if (first !== undefined && plan.samples.length === 0) plan.of(first.attributes);
    return;
  }
  const recorded = ({ flags }: { readonly flags: number }): boolean => (flags & noRecordedValue) === 0;
  const numbers = (points: readonly NumberPoint[], kind: NumberKind | null): void => {
    for (const { attributes, start, time, value } of points.filter(recorded)) {
      single.set(0, millis(start), millis(time), value);
      takeNumber(origin, plan.of(attributes), kind, single, into);
    }
  };
  numbers(gauges, gaugeKind);
  numbers(sums, sumKind(metric.temporality, metric.monotonic));
  for (const point of histograms.filter(recorded))
    takeHistogram(origin, plan.of(point.attributes), point, histogram(metric, explicit(point)), into);
  for (const point of exponentials.filter(recorded))
    takeHistogram(origin, plan.of(point.attributes), point, histogram(metric, exponential(point)), into);
}

import type { OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason, Exemplar, MetricValue, Temporality } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import {
  noRecordedValue,
  type Metric,
  type NumberPoint,
  type ResourceItems,
  type ScopedMetric,
} from './messages.js';
import type { MetricPlan, SeriesPlan } from './metric-plans.js';
import { Collector, isTime, type Normalised } from './normalised.js';
import type { Origin, Sources } from './source.js';

/** More buckets than this is nothing that an SDK sends. */
const maxBuckets = 10_000;
const [coarsest, finest] = [-10, 20];

type Point = Pick<NumberPoint, 'attributes' | 'start' | 'time' | 'flags'>;

/** A value of a point, or why it is none. */
type Valued = MetricValue | DropReason;

const temporalities: Readonly<Record<number, Temporality>> = { 1: 'delta', 2: 'cumulative' };

const isCount = (count: number): boolean => count >= 0 && count < Infinity;
const isNumber = (value: number | null): boolean => value === null || Number.isFinite(value);

/** The value of a gauge's point. */
export function gauge(value: number): Valued {
  return Number.isFinite(value) ? { form: 'gauge', value } : 'bad_number';
}

/** The value of a sum's point. @param temporality as in the protocol: 1 delta, 2 cumulative */
export function sum(temporality: number, monotonic: boolean, value: number): Valued {
  const known = temporalities[temporality];
  const negative = monotonic && value < 0;
  if (!Number.isFinite(value) || negative || known === undefined) return 'bad_number';
  return { form: 'sum', temporality: known, monotonic, value };
}

function histogram(metric: Metric, made: OutsideHistogram | null): Valued {
  const temporality = temporalities[metric.temporality];
  if (made === null || temporality === undefined) return 'bad_number';
  const { sum: total, min, max, counts } = made;
  if (counts.length > maxBuckets || !counts.every(isCount)) return 'bad_number';
  if (![total, min, max].every(isNumber) || (min ?? 0) < 0 || (total ?? 0) < 0) return 'bad_number';
  return { form: 'histogram', temporality, histogram: made };
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
    scale < coarsest ||
    scale > finest ||
    !isCount(zeroCount) ||
    negative.counts.some((count) => count > 0)
  ) {
    return null;
  }
  return { kind: 'exponential', scale, zeroCount, ...positive, sum: total, min, max };
}

/** Takes a point in as one observation for each signal that it feeds, or counts why not. */
export function takePoint(
  { source }: Origin,
  plans: readonly SeriesPlan[],
  start: number,
  time: number,
  value: Valued,
  into: Collector,
  exemplars?: readonly Exemplar[],
): void {
  if (typeof value === 'string' || !isTime(time)) {
    into.drop(source.hub, typeof value === 'string' ? value : 'bad_time');
    return;
  }
  for (const plan of plans) {
    const { mapping, series, core, failed } = plan;
    into.observations.push({
      type: 'metric',
      source,
      mapping,
      series,
      identity: plan,
      core,
      failed,
      start: isTime(start) ? millis(start) : null,
      time: millis(time),
      value,
      ...(exemplars === undefined || exemplars.length === 0 ? {} : { exemplars }),
    });
  }
}

/** Takes a metric in, whatever its kind. */
export function takeMetric(metric: Metric, plan: MetricPlan, origin: Origin, into: Collector): void {
  into.drop(origin.source.hub, 'unmapped', metric.others);
  const { gauges, sums, histograms, exponentials } = metric;
  if (!plan.mapped) {
    const count = gauges.length + sums.length + histograms.length + exponentials.length;
    into.drop(origin.source.hub, 'unmapped', count);
    const first = gauges[0] ?? sums[0] ?? histograms[0] ?? exponentials[0];
    if (first !== undefined && plan.samples.length === 0) plan.of(first.attributes);
    return;
  }
  const take = (point: Point, value: () => Valued, exemplars?: readonly Exemplar[]): void => {
    if ((point.flags & noRecordedValue) !== 0) return;
    takePoint(origin, plan.of(point.attributes), point.start, point.time, value(), into, exemplars);
  };
  for (const point of gauges) take(point, () => gauge(point.value));
  for (const point of sums) take(point, () => sum(metric.temporality, metric.monotonic, point.value));
  for (const point of histograms) take(point, () => histogram(metric, explicit(point)), point.exemplars);
  for (const point of exponentials) take(point, () => histogram(metric, exponential(point)), point.exemplars);
}

/** Metric points as observations, one for each signal that they feed. */
export function normaliseMetrics(
  resources: readonly ResourceItems<ScopedMetric>[],
  sources: Sources,
): Normalised {
  const collected = new Collector();
  for (const { resource, items } of resources) {
    const origin = sources.of(resource);
    for (const { scope, metric } of items)
      takeMetric(metric, origin.plans.of(scope, metric.name), origin, collected);
  }
  return collected;
}

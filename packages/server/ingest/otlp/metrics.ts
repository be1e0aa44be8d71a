import type { OutsideHistogram } from '@hubscope/core/distribution';
import {
  coreAttributes,
  type DropReason,
  type Mapping,
  type MappingTable,
  type MetricObservation,
  type MetricValue,
  type Source,
  type Temporality,
} from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import {
  noRecordedValue,
  type Attributes,
  type Metric,
  type NumberPoint,
  type ResourceItems,
} from './messages.js';
import { Collector, isTime, type Normalised } from './normalised.js';
import type { Sources } from './source.js';

/** More buckets than this is nothing that an SDK sends. */
const maxBuckets = 10_000;
const [coarsest, finest] = [-10, 20];

type Point = Pick<NumberPoint, 'attributes' | 'start' | 'time' | 'flags'>;

/** A value of a point, or why it is none. */
type Valued = MetricValue | DropReason;

const temporalities: Readonly<Record<number, Temporality>> = { 1: 'delta', 2: 'cumulative' };

const isCount = (count: number): boolean => count >= 0 && count < Infinity;
const isNumber = (value: number | null): boolean => value === null || Number.isFinite(value);

function gauge({ value }: NumberPoint): Valued {
  return Number.isFinite(value) ? { form: 'gauge', value } : 'bad_number';
}

function sum(metric: Metric, { value }: NumberPoint): Valued {
  const temporality = temporalities[metric.temporality];
  const negative = metric.monotonic && value < 0;
  if (!Number.isFinite(value) || negative || temporality === undefined) return 'bad_number';
  return { form: 'sum', temporality, monotonic: metric.monotonic, value };
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

/** The identity of a series within its metric: all attributes, in order of their names. */
function seriesOf(name: string, attributes: Attributes): string {
  if (attributes.size === 0) return name;
  const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name} ${JSON.stringify(sorted)}`;
}

function coreOf(attributes: Attributes): number | null {
  for (const name of coreAttributes) {
    const core = Number(attributes.get(name) ?? NaN);
    if (Number.isInteger(core) && core >= 0 && core < 4096) return core;
  }
  return null;
}

function* pointsOf(metric: Metric): Generator<[point: Point, value: Valued]> {
  for (const point of metric.gauges) yield [point, gauge(point)];
  for (const point of metric.sums) yield [point, sum(metric, point)];
  for (const point of metric.histograms) yield [point, histogram(metric, explicit(point))];
  for (const point of metric.exponentials) yield [point, histogram(metric, exponential(point))];
}

function observationOf(
  name: string,
  source: Source,
  mapping: Mapping,
  point: Point,
  value: MetricValue,
): MetricObservation {
  const { attributes, start, time } = point;
  return {
    type: 'metric',
    source,
    mapping,
    series: seriesOf(name, attributes),
    core: mapping.role === 'core_share' || mapping.role === 'core_seconds' ? coreOf(attributes) : null,
    failed: attributes.has('error.type'),
    start: isTime(start) ? millis(start) : null,
    time: millis(time),
    value,
  };
}

/** Metric points as observations, one for each signal that they feed. */
export function normaliseMetrics(
  resources: readonly ResourceItems<Metric>[],
  sources: Sources,
  mappings: MappingTable,
): Normalised {
  const collected = new Collector();
  for (const { resource, items } of resources) {
    const { source } = sources.of(resource);
    for (const metric of items) {
      collected.drop(source.hub, 'unmapped', metric.others);
      if (!mappings.has(metric.name)) {
        const { gauges, sums, histograms, exponentials } = metric;
        const count = gauges.length + sums.length + histograms.length + exponentials.length;
        collected.drop(source.hub, 'unmapped', count);
        continue;
      }
      for (const [point, value] of pointsOf(metric)) {
        if ((point.flags & noRecordedValue) !== 0) continue;
        const reason = typeof value === 'string' ? value : isTime(point.time) ? null : 'bad_time';
        if (reason !== null || typeof value === 'string') {
          collected.drop(source.hub, reason ?? 'bad_number');
          continue;
        }
        const rows = mappings.match(metric.name, (name) => textOf(point.attributes, name));
        for (const mapping of rows) {
          collected.observations.push(observationOf(metric.name, source, mapping, point, value));
        }
      }
    }
  }
  return collected;
}

function textOf(attributes: Attributes, name: string): string | null {
  const value = attributes.get(name);
  return value === undefined || value === null ? null : String(value);
}

import type { MetricObservation, Source, SpanObservation } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';

/** A delay goes out in buckets of 9 %: an OpenTelemetry SDK keeps no finer ones over such a range. */
const outScale = 3;

const units: Readonly<Record<string, string>> = {
  'process.cpu.time': 's',
  'process.memory.usage': 'By',
  'system.cpu.time': 's',
  active_connections: '{connection}',
  'hubscope.event_loop.delay': 'ms',
};

/** A moment as OTLP's JSON has it: a 64-bit number as text. Exact to the microsecond. */
const nanos = (time: Millis): string => `${String(Math.round(time * 1000))}000`;

type Attributes = Readonly<Record<string, string>>;
const attributesOf = (values: Attributes): object[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } }));

/** Delays since the start, as one histogram that only grows. */
export class GrowingHistogram {
  readonly #counts = new Map<number, number>();
  #zero = 0;
  #sum = 0;
  #max = 0;

  add({ value }: MetricObservation): void {
    if (value.form !== 'histogram' || value.histogram.kind !== 'exponential') return;
    const { scale, offset, counts, zeroCount, sum, max } = value.histogram;
    this.#zero += zeroCount;
    this.#sum += sum ?? 0;
    this.#max = Math.max(this.#max, max ?? 0);
    counts.forEach((count, place) => {
      // Halving an index halves the scale: two buckets become one (OpenTelemetry, data model, exponential histograms).
      const index = (offset + place) >> (scale - outScale);
      if (count > 0) this.#counts.set(index, (this.#counts.get(index) ?? 0) + count);
    });
  }

  /** As a point of OTLP. */
  point(): object {
    const offset = this.#counts.size === 0 ? 0 : Math.min(...this.#counts.keys());
    const length = this.#counts.size === 0 ? 0 : Math.max(...this.#counts.keys()) - offset + 1;
    const bucketCounts = Array.from({ length }, (_, place) => String(this.#counts.get(offset + place) ?? 0));
    const count = [...this.#counts.values()].reduce((sum, each) => sum + each, this.#zero);
    return {
      count: String(count),
      sum: this.#sum,
      max: this.#max,
      scale: outScale,
      zeroCount: String(this.#zero),
      positive: { offset, bucketCounts },
    };
  }
}

/** The last point of a series as a metric of OTLP's JSON. */
function metricOf(last: MetricObservation, since: Millis, histogram: GrowingHistogram | null): object {
  const { mapping, value, time, start, core } = last;
  const named = { name: mapping.metric, unit: units[mapping.metric] ?? '1' };
  const began = start === null ? {} : { startTimeUnixNano: nanos(start) };
  const attributes = core === null ? [] : [{ key: 'cpu.logical_number', value: { intValue: String(core) } }];
  const point = { timeUnixNano: nanos(time), attributes };
  if (histogram !== null)
    return {
      ...named,
      exponentialHistogram: {
        aggregationTemporality: 2,
        dataPoints: [{ ...point, startTimeUnixNano: nanos(since), ...histogram.point() }],
      },
    };
  if (value.form === 'gauge')
    return { ...named, gauge: { dataPoints: [{ ...point, asDouble: value.value }] } };
  const asDouble = value.form === 'sum' ? value.value : 0;
  const sum = {
    aggregationTemporality: 2,
    isMonotonic: true,
    dataPoints: [{ ...point, ...began, asDouble }],
  };
  return { ...named, sum };
}

/** The server itself as a resource; what the configuration adds wins. */
export function resourceOf({ instance, host, version }: Source, added: Attributes): object {
  const own = {
    'service.name': 'hubscope',
    'service.instance.id': instance,
    ...(host === null ? {} : { 'host.name': host }),
    ...(version === null ? {} : { 'service.version': version }),
  };
  return { attributes: attributesOf({ ...own, ...added }) };
}

const scope = { name: 'hubscope' };

/** Series by name, each with its last point, as a request of metrics. */
export function metricsRequest(
  resource: object,
  series: Iterable<readonly [MetricObservation, GrowingHistogram | null]>,
  since: Millis,
): object {
  const metrics = [...series].map(([last, histogram]) => metricOf(last, since, histogram));
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] };
}

const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0');

/** Spans as a request of traces. */
export function tracesRequest(resource: object, spans: readonly SpanObservation[]): object {
  const told = spans.map(({ traceId, spanId, component, start, end, failed }) => ({
    traceId,
    spanId: hex(spanId.high) + hex(spanId.low),
    name: component?.name ?? 'operation',
    kind: 2,
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(end),
    status: failed ? { code: 2 } : {},
  }));
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: told }] }] };
}

import type { Exemplar } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';

/**
 * OTLP's messages as plain structures, with nothing that no signal needs.
 * Source: opentelemetry-proto v1.
 */

/** An attribute's value, as far as anything reads it; arrays, maps and bytes are kept as null. */
export type Scalar = string | number | boolean | null;

export type Attributes = ReadonlyMap<string, Scalar>;

export interface NumberPoint {
  attributes: Map<string, Scalar>;
  start: number;
  time: number;
  value: number;
  flags: number;
}

export interface HistogramPoint {
  attributes: Map<string, Scalar>;
  start: number;
  time: number;
  flags: number;
  sum: number | null;
  min: number | null;
  max: number | null;
  exemplars: Exemplar[];
  /** How many values there are in all; of a point with buckets these say it. */
  count: number;
  bounds: number[];
  buckets: number[];
}

export interface ExponentialPoint {
  attributes: Map<string, Scalar>;
  start: number;
  time: number;
  flags: number;
  sum: number | null;
  min: number | null;
  max: number | null;
  exemplars: Exemplar[];
  scale: number;
  zeroCount: number;
  positive: { offset: number; counts: number[] };
  negative: { offset: number; counts: number[] };
}

/** What a metric says of all its points. */
export interface MetricHead {
  /** 1 delta, 2 cumulative; of sums and histograms. */
  temporality: number;
  monotonic: boolean;
  /** Points of kinds that no signal is made from (summaries). */
  others: number;
}

export interface LogRecord {
  /** ms since the epoch; NaN where there is none. */
  time: number;
  eventName: string;
  body: Scalar;
  attributes: Map<string, Scalar>;
}

export const noRecordedValue = 1;

/** More buckets than this is nothing that an SDK sends. */
export const maxBuckets = 10_000;

/** Attributes of one item that are kept: SDKs send 128 at most unless told otherwise. */
export const maxAttributes = 1024;

/** Values of attributes longer than this are cut, in characters: nothing reads more. */
export const maxValueLength = 4096;

/** A scope as text: two scopes may each have a series of the same name and attributes. */
export function scopeText(name: string, version: string, attributes: Attributes): string {
  if (name === '' && version === '' && attributes.size === 0) return '';
  return JSON.stringify([name, version, ...[...attributes].sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Exemplars of one point that are kept. */
const mostExemplars = 10;

/** Adds an exemplar to those of a point, where it names a span and has a value. */
export function addExemplar(
  into: Exemplar[],
  { time, value, traceId, spanId }: { time: number; value: number; traceId: string; spanId: string },
): void {
  const named = /^(?!0*$)[0-9a-f]{32}$/.test(traceId) && /^(?!0*$)[0-9a-f]{16}$/.test(spanId);
  if (named && time > 0 && Number.isFinite(value) && into.length < mostExemplars)
    into.push({ time: millis(time), value, traceId, spanId });
}

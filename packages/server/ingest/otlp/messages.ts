/**
 * OTLP's messages as plain structures: what both encodings are decoded to, and nothing that no signal needs.
 * Source: opentelemetry-proto v1.
 */

/** An attribute's value, as far as anything reads it; arrays, maps and bytes are kept as null. */
export type Scalar = string | number | boolean | null;

export type Attributes = ReadonlyMap<string, Scalar>;

export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  traceState: string;
  name: string;
  /** As in the protocol: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  /** ms since the epoch; NaN where there is none. */
  start: number;
  end: number;
  attributes: Map<string, Scalar>;
  /** 2 is error. */
  status: number;
}

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
  bounds: number[];
  counts: number[];
}

export interface ExponentialPoint {
  attributes: Map<string, Scalar>;
  start: number;
  time: number;
  flags: number;
  sum: number | null;
  min: number | null;
  max: number | null;
  scale: number;
  zeroCount: number;
  positive: { offset: number; counts: number[] };
  negative: { offset: number; counts: number[] };
}

export interface Metric {
  name: string;
  /** 1 delta, 2 cumulative; of sums and histograms. */
  temporality: number;
  monotonic: boolean;
  gauges: NumberPoint[];
  sums: NumberPoint[];
  histograms: HistogramPoint[];
  exponentials: ExponentialPoint[];
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

/** Items of one resource, its scopes joined. */
export interface ResourceItems<Item> {
  resource: Map<string, Scalar>;
  items: Item[];
}

export const noRecordedValue = 1;

/** Values of attributes longer than this are cut, in characters: nothing reads more. */
export const maxValueLength = 4096;

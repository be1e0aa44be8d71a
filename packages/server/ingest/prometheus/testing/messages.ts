import protobuf from 'protobufjs';

/**
 * Remote write's messages, as far as anything here reads them.
 * Source: prometheus/prometheus `prompb/remote.proto`, `prompb/types.proto` and `prompb/io/prometheus/write/v2/types.proto`.
 */
const definitions = `
syntax = "proto3";
package prometheus;
message BucketSpan { sint32 offset = 1; uint32 length = 2; }
message Histogram {
  oneof count { uint64 count_int = 1; double count_float = 2; }
  double sum = 3; sint32 schema = 4; double zero_threshold = 5;
  oneof zero_count { uint64 zero_count_int = 6; double zero_count_float = 7; }
  repeated BucketSpan negative_spans = 8; repeated sint64 negative_deltas = 9; repeated double negative_counts = 10;
  repeated BucketSpan positive_spans = 11; repeated sint64 positive_deltas = 12; repeated double positive_counts = 13;
  int32 reset_hint = 14; int64 timestamp = 15; repeated double custom_values = 16; int64 start_timestamp = 17;
}
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; int64 start_timestamp = 3; }
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
message TimeSeries {
  repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated Histogram histograms = 4;
}
message MetricMetadata { int32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
message WriteRequest { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3; }
message Metadata { int32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
message Exemplar2 { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
message TimeSeries2 {
  repeated uint32 labels_refs = 1; repeated Sample samples = 2; repeated Histogram histograms = 3; repeated Exemplar2 exemplars = 4;
  Metadata metadata = 5; int64 created_timestamp = 6;
}
message Request { repeated string symbols = 4; repeated TimeSeries2 timeseries = 5; }
`;

const { root } = protobuf.parse(definitions, { keepCase: true });

export const messages = {
  v1: root.lookupType('prometheus.WriteRequest'),
  v2: root.lookupType('prometheus.Request'),
} as const;

export interface SampleLike {
  readonly value: number;
  readonly timestamp: number;
  readonly start_timestamp?: number;
}

export interface HistogramLike {
  readonly count_int?: number;
  readonly count_float?: number;
  readonly sum?: number;
  readonly schema?: number;
  readonly zero_threshold?: number;
  readonly zero_count_int?: number;
  readonly zero_count_float?: number;
  readonly positive_spans?: readonly { readonly offset: number; readonly length: number }[];
  readonly positive_deltas?: readonly number[];
  readonly positive_counts?: readonly number[];
  readonly custom_values?: readonly number[];
  readonly timestamp: number;
  readonly reset_hint?: number;
  readonly start_timestamp?: number;
}

/** A series as a test writes it. */
export interface SeriesLike {
  readonly labels: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  readonly samples?: readonly SampleLike[];
  readonly histograms?: readonly HistogramLike[];
  /** Of 2.0 only. */
  readonly created?: number;
  readonly type?: number;
}

const pairs = (labels: SeriesLike['labels']): (readonly [string, string])[] =>
  Array.isArray(labels) ? [...(labels as (readonly [string, string])[])] : Object.entries(labels);

/** `prometheus.WriteRequest`. */
export function writeV1(series: readonly SeriesLike[], metadata: readonly object[] = []): Uint8Array {
  const timeseries = series.map(({ labels, samples = [], histograms = [] }) => ({
    labels: pairs(labels).map(([name, value]) => ({ name, value })),
    samples,
    histograms,
  }));
  return messages.v1.encode(messages.v1.create({ timeseries, metadata })).finish();
}

/** `io.prometheus.write.v2.Request`. */
export function writeV2(series: readonly SeriesLike[]): Uint8Array {
  const symbols = [''];
  const reference = (text: string): number => {
    const known = symbols.indexOf(text);
    return known >= 0 ? known : symbols.push(text) - 1;
  };
  const timeseries = series.map(({ labels, samples = [], histograms = [], created = 0, type = 0 }) => ({
    labels_refs: pairs(labels).flatMap(([name, value]) => [reference(name), reference(value)]),
    samples,
    histograms,
    metadata: { type },
    created_timestamp: created,
  }));
  return messages.v2.encode(messages.v2.create({ symbols, timeseries })).finish();
}

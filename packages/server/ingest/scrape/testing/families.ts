import protobuf from 'protobufjs';

/** Source: prometheus/client_model `io/prometheus/client/metrics.proto`. */
const definitions = `
syntax = "proto2";
package client;
message Timestamp { optional int64 seconds = 1; optional int32 nanos = 2; }
message LabelPair { optional string name = 1; optional string value = 2; }
message Gauge { optional double value = 1; }
message Counter { optional double value = 1; optional Timestamp created_timestamp = 3; }
message Untyped { optional double value = 1; }
message Bucket { optional uint64 cumulative_count = 1; optional double upper_bound = 2; optional double cumulative_count_float = 4; }
message BucketSpan { optional sint32 offset = 1; optional uint32 length = 2; }
message Histogram {
  optional uint64 sample_count = 1; optional double sample_count_float = 4; optional double sample_sum = 2;
  repeated Bucket bucket = 3; optional Timestamp created_timestamp = 15;
  optional sint32 schema = 5; optional double zero_threshold = 6; optional uint64 zero_count = 7; optional double zero_count_float = 8;
  repeated BucketSpan negative_span = 9; repeated sint64 negative_delta = 10; repeated double negative_count = 11;
  repeated BucketSpan positive_span = 12; repeated sint64 positive_delta = 13; repeated double positive_count = 14;
}
message Metric {
  repeated LabelPair label = 1; optional Gauge gauge = 2; optional Counter counter = 3; optional Untyped untyped = 5;
  optional Histogram histogram = 7; optional int64 timestamp_ms = 6;
}
message MetricFamily { optional string name = 1; optional string help = 2; optional int32 type = 3; repeated Metric metric = 4; }
`;

const family = protobuf.parse(definitions, { keepCase: true }).root.lookupType('client.MetricFamily');

/** `MetricType` as it is written. */
export const types = { counter: 0, gauge: 1, untyped: 3, histogram: 4, gaugeHistogram: 5 } as const;

/** The content type of a page of these. */
export const familiesType =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/** Of times, ms since the epoch. */
export const timestamp = (ms: number): object => ({
  seconds: Math.floor(ms / 1000),
  nanos: Math.round((ms % 1000) * 1e6),
});

export interface FamilyLike {
  readonly name: string;
  readonly type: number;
  /** A `Metric` each, in the terms of its message. */
  readonly metric: readonly object[];
}

/** A page of metrics in protobuf. */
export function familiesPage(families: readonly FamilyLike[]): Buffer {
  return Buffer.concat(
    families.map((each) => Buffer.from(family.encodeDelimited(family.fromObject(each)).finish())),
  );
}

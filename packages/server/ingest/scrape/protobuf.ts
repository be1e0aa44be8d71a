import { Cursor } from '../prometheus/cursor.js';
import { fromNative, type NativeHistogram, type MetricType } from '../prometheus/index.js';
import { BadPage, type PageSample } from './sample.js';

/**
 * Pages of metrics as delimited `io.prometheus.client.MetricFamily` messages, which are the only form that carries native histograms.
 * Source: prometheus/client_model `metrics.proto`.
 */

/** Of MetricType: counter 0, gauge 1, summary 2, untyped 3, histogram 4, gauge histogram 5. */
const kinds: Readonly<Record<number, MetricType>> = { 0: 'counter', 1: 'gauge', 4: 'histogram' };
const gaugeHistogram = 5;

const single = new Float64Array(1);

function int64(cursor: Cursor): number {
  cursor.int64Into(single, 0);
  return single[0] ?? 0;
}

/** Calls `read` with each field's tag up to a place; it answers whether it took the value. */
function message(cursor: Cursor, read: (tag: number) => boolean): void {
  const limit = cursor.limit();
  while (cursor.at < limit) {
    const tag = cursor.varint();
    if (!read(tag)) cursor.skip(tag);
  }
  cursor.close(limit);
}

/** A google.protobuf.Timestamp, ms. */
function timestamp(cursor: Cursor): number {
  let [seconds, nanos] = [0, 0];
  message(cursor, (tag) => {
    if (tag === 8) seconds = int64(cursor);
    else if (tag === 16) nanos = cursor.varint();
    else return false;
    return true;
  });
  return seconds * 1000 + nanos / 1e6;
}

interface Bucket {
  le: number;
  count: number;
}

interface Metric {
  readonly labels: Map<string, string>;
  value: number | null;
  time: number | null;
  start: number | null;
  count: number;
  readonly buckets: Bucket[];
  readonly native: NativeHistogram;
  isNative: boolean;
  isHistogram: boolean;
}

function bucket(cursor: Cursor): Bucket {
  const made = { le: NaN, count: 0 };
  let whole = 0;
  message(cursor, (tag) => {
    if (tag === 8) whole = cursor.varint();
    else if (tag === 17) made.le = cursor.double();
    else if (tag === 33) made.count = cursor.double();
    else return false;
    return true;
  });
  if (made.count === 0) made.count = whole;
  return made;
}

function packed(cursor: Cursor, tag: number, into: number[], read: () => number): void {
  const limit = (tag & 7) === 2 ? cursor.limit() : cursor.at + 1;
  while (cursor.at < limit) {
    if (into.length > 10_000) throw new BadPage('a histogram has too many buckets');
    into.push(read());
  }
}

function histogram(cursor: Cursor, metric: Metric): void {
  const { native, buckets } = metric;
  metric.isHistogram = true;
  const deltas: number[] = [];
  let whole = 0;
  message(cursor, (tag) => {
    if (tag === 8) whole = cursor.varint();
    else if (tag === 33) metric.count = cursor.double();
    else if (tag === 17) native.sum = cursor.double();
    else if (tag === 26) buckets.push(bucket(cursor));
    else if (tag === 122) metric.start = timestamp(cursor);
    else if (tag === 40) {
      native.schema = cursor.zigzag();
      metric.isNative = true;
    } else if (tag === 56) native.zeroCount = cursor.varint();
    else if (tag === 65) native.zeroCount = cursor.double();
    else if (tag === 74) native.negative = true;
    else if (tag === 98) {
      metric.isNative = true;
      let [offset, length] = [0, 0];
      message(cursor, (field) => {
        if (field === 8) offset = cursor.zigzag();
        else if (field === 16) length = cursor.varint();
        else return false;
        return true;
      });
      native.spans.offsets.push(offset);
      native.spans.lengths.push(length);
    } else if (tag === 104 || tag === 106) packed(cursor, tag, deltas, () => cursor.zigzag());
    else if (tag === 113 || tag === 114) packed(cursor, tag, native.counts, () => cursor.double());
    else return false;
    return true;
  });
  if (metric.count === 0) metric.count = whole;
  let count = 0;
  for (const delta of deltas) native.counts.push((count += delta));
}

function label(cursor: Cursor, labels: Map<string, string>): void {
  let [name, value] = ['', ''];
  message(cursor, (tag) => {
    if (tag === 10) name = cursor.text(cursor.limit());
    else if (tag === 18) value = cursor.text(cursor.limit());
    else return false;
    return true;
  });
  labels.set(name, value);
}

/** A counter, gauge or untyped value: a double, and a counter's creation. */
function value(cursor: Cursor, metric: Metric): void {
  message(cursor, (tag) => {
    if (tag === 9) metric.value = cursor.double();
    else if (tag === 26) metric.start = timestamp(cursor);
    else return false;
    return true;
  });
}

function metricOf(cursor: Cursor): Metric {
  const spans = { offsets: [], lengths: [] };
  const native = {
    schema: 0,
    sum: NaN,
    zeroCount: 0,
    spans,
    counts: [],
    negative: false,
    bounds: [],
    gauge: false,
  };
  const metric: Metric = {
    labels: new Map(),
    value: null,
    time: null,
    start: null,
    count: 0,
    buckets: [],
    native,
    isNative: false,
    isHistogram: false,
  };
  message(cursor, (tag) => {
    if (tag === 10) label(cursor, metric.labels);
    else if (tag === 18 || tag === 26 || tag === 42) value(cursor, metric);
    else if (tag === 58) histogram(cursor, metric);
    else if (tag === 48) metric.time = int64(cursor);
    else return false;
    return true;
  });
  return metric;
}

/** @param kind its MetricType */
function* samplesOf(name: string, kind: number, metric: Metric): Generator<PageSample> {
  const { labels, time, start } = metric;
  const rest = { type: kinds[kind] ?? 'other', time, start };
  if (metric.value !== null) yield { name, labels, value: metric.value, ...rest };
  if (!metric.isHistogram) return;
  if (kind === gaugeHistogram) {
    yield { name, labels, value: null, ...rest };
    return;
  }
  const native = metric.isNative ? fromNative(metric.native) : null;
  if (native !== null) {
    yield { name, labels, value: native, ...rest };
    return;
  }
  const last = metric.buckets.at(-1)?.le === Infinity ? [] : [{ le: Infinity, count: metric.count }];
  for (const { le, count } of [...metric.buckets, ...last]) {
    const bounded = new Map([...labels, ['le', le === Infinity ? '+Inf' : String(le)]]);
    yield { name: `${name}_bucket`, labels: bounded, value: count, ...rest };
  }
  yield { name: `${name}_sum`, labels, value: metric.native.sum, ...rest };
}

/** Reads a page. @throws BadPage, or HubscopeError `malformed_body` */
export function parseProtobuf(page: Uint8Array, maxSamples: number): PageSample[] {
  const cursor = new Cursor();
  cursor.open(page);
  const samples: PageSample[] = [];
  while (cursor.at < page.length) {
    let name = '';
    let kind = 0;
    const metrics: Metric[] = [];
    message(cursor, (tag) => {
      if (tag === 10) name = cursor.text(cursor.limit());
      else if (tag === 24) kind = cursor.varint();
      else if (tag === 34) metrics.push(metricOf(cursor));
      else return false;
      return true;
    });
    for (const metric of metrics) {
      for (const sample of samplesOf(name, kind, metric)) {
        if (samples.length >= maxSamples) throw new BadPage(`more than ${String(maxSamples)} samples`);
        samples.push(sample);
      }
    }
  }
  return samples;
}

import type { DropReason } from '@hubscope/core/signal';
import type { Points } from '@hubscope/core/window';
import { malformed, type Cursor } from './cursor.js';
import { fromNative, type NativeHistogram } from './native.js';
import type { Taker } from './series.js';
import type { Tally } from './tally.js';

/**
 * The messages that both versions of remote write share, read where the cursor stands.
 * Source: prometheus/prometheus `prompb/types.proto` and `prompb/io/prometheus/write/v2/types.proto`.
 */

/** More buckets than this in one list is nothing that a client library makes. */
const maxList = 10_000;

/** The last moment that is taken for a time at all, ms. */
const lastTime = 2 ** 63 / 1e6;

/** Reads the start of what a point counts, where it names one. */
function readStart(cursor: Cursor, points: Points): void {
  const before = points.start(0);
  cursor.int64Into(points.starts, 0);
  const start = points.start(0);
  if (!(start > 0 && start <= lastTime)) points.starts[0] = before;
}

/** Reads one Sample and hands it on. Its start may stand in `points` already. */
export function readSample(cursor: Cursor, limit: number, points: Points, taker: Taker, tally: Tally): void {
  const { times, values } = points;
  times[0] = 0;
  values[0] = 0;
  while (cursor.at < limit) {
    const tag = cursor.varint();
    if (tag === 9) cursor.doubleInto(values, 0);
    else if (tag === 16) cursor.int64Into(times, 0);
    else if (tag === 24) readStart(cursor, points);
    else cursor.skip(tag);
  }
  cursor.close(limit);
  const time = points.time(0);
  const value = points.value(0);
  let reason: DropReason | null = null;
  if (!(time > 0 && time <= lastTime)) reason = 'bad_time';
  else if (!tally.own.has(taker.hub)) reason = 'forbidden_hub';
  // Prometheus' word for unknown, or for the end of a series: there is nothing to count, and nothing wrong.
  else if (Number.isNaN(value)) taker.unknown(points, 0);
  else {
    taker.seen?.touch(points.now);
    reason = taker.number(points, 0);
  }
  tally.sample(taker.hub, points, reason);
}

/** Reads the list of a packed or single field into `into`, each element by `read`. */
function list(cursor: Cursor, tag: number, into: number[], read: () => number): void {
  if ((tag & 7) !== 2) {
    into.push(read());
    return;
  }
  const limit = cursor.limit();
  while (cursor.at < limit) {
    if (into.length >= maxList) malformed('a histogram has too many buckets');
    into.push(read());
  }
  cursor.close(limit);
}

function readSpan(cursor: Cursor, { spans }: NativeHistogram): void {
  const limit = cursor.limit();
  let [offset, length] = [0, 0];
  while (cursor.at < limit) {
    const tag = cursor.varint();
    if (tag === 8) offset = cursor.zigzag();
    else if (tag === 16) length = cursor.varint();
    else cursor.skip(tag);
  }
  cursor.close(limit);
  if (spans.offsets.length >= maxList) malformed('a histogram has too many spans');
  spans.offsets.push(offset);
  spans.lengths.push(length);
}

/** Integer counts are written as differences, each from the one before. */
function summedUp(deltas: readonly number[]): number[] {
  let count = 0;
  return deltas.map((delta) => (count += delta));
}

/** Reads one Histogram and hands it on. */
export function readHistogram(
  cursor: Cursor,
  limit: number,
  points: Points,
  taker: Taker,
  tally: Tally,
): void {
  const [counts, deltas, below]: [number[], number[], number[]] = [[], [], []];
  const native: NativeHistogram = {
    schema: 0,
    sum: 0,
    zeroCount: 0,
    spans: { offsets: [], lengths: [] },
    counts,
    negative: false,
    bounds: [],
    gauge: false,
  };
  points.times[0] = 0;
  const varint = (): number => cursor.varint();
  const zigzag = (): number => cursor.zigzag();
  const double = (): number => cursor.double();
  while (cursor.at < limit) {
    const tag = cursor.varint();
    if (tag === 25) native.sum = cursor.double();
    else if (tag === 32) native.schema = zigzag();
    else if (tag === 48) native.zeroCount = varint();
    else if (tag === 57) native.zeroCount = double();
    else if (tag === 72 || tag === 74) list(cursor, tag, below, zigzag);
    else if (tag === 81 || tag === 82) list(cursor, tag, below, double);
    else if (tag === 90) readSpan(cursor, native);
    else if (tag === 96 || tag === 98) list(cursor, tag, deltas, zigzag);
    else if (tag === 105 || tag === 106) list(cursor, tag, counts, double);
    else if (tag === 112) native.gauge = varint() === 3;
    else if (tag === 120) cursor.int64Into(points.times, 0);
    else if (tag === 129 || tag === 130) list(cursor, tag, native.bounds, double);
    else if (tag === 136) readStart(cursor, points);
    else cursor.skip(tag);
  }
  cursor.close(limit);
  for (const count of summedUp(deltas)) counts.push(count);
  native.negative = below.some((count) => count !== 0);
  const time = points.time(0);
  let reason: DropReason | null = null;
  if (!(time > 0 && time <= lastTime)) reason = 'bad_time';
  // A sum that is no number marks the end of the series, or a histogram whose sum is unknown for good.
  else if (!tally.own.has(taker.hub)) reason = 'forbidden_hub';
  else if (!Number.isNaN(native.sum)) {
    taker.seen?.touch(points.now);
    reason = taker.histogram(points, 0, fromNative(native));
  }
  tally.histogram(taker.hub, points, reason);
}

import type { Exemplar } from '@hubscope/core/signal';
import protobuf from 'protobufjs/minimal.js';
import {
  addExemplar,
  maxValueLength,
  scopeText,
  type ExponentialPoint,
  type HistogramPoint,
  type LogRecord,
  type Metric,
  type NumberPoint,
  type ResourceItems,
  type Scalar,
} from './messages.js';

type Reader = protobuf.Reader;

/** Reads one field of a message by its number; false where it is not known, and is skipped. */
type Field = (number: number, reader: Reader, wire: number) => boolean;

const lengthDelimited = 2;
const fixed64Wire = 1;

/** Nested deeper than this is nothing that an exporter sends. */
const maxDepth = 16;

/** Visits the fields of a message that ends at `end`. */
function visit(reader: Reader, end: number, field: Field): void {
  if (end > reader.len) throw new RangeError('a message is longer than its body');
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (!field(tag >>> 3, reader, tag & 7)) reader.skipType(tag & 7);
  }
  if (reader.pos !== end) throw new RangeError('a field runs past its message');
}

/** Visits an embedded message. */
function embedded(reader: Reader, field: Field): void {
  const length = reader.uint32();
  visit(reader, reader.pos + length, field);
}

/** Nanoseconds since the epoch as ms; NaN for 0, which stands for "not set". */
function time(reader: Reader): number {
  const nanoseconds = unsigned64(reader);
  return nanoseconds === 0 ? NaN : nanoseconds / 1e6;
}

function unsigned64(reader: Reader): number {
  const low = reader.fixed32();
  return reader.fixed32() * 2 ** 32 + low;
}

function signed64(reader: Reader): number {
  const low = reader.fixed32();
  return reader.sfixed32() * 2 ** 32 + low;
}

/** A varint of 64 bits as a number: exact to 2^53, two's complement. */
function varint64(reader: Reader): number {
  // A Long where that library is there, else already a number.
  const value: unknown = reader.int64();
  return typeof value === 'number' ? value : Number(String(value));
}

function text(reader: Reader): string {
  const bytes = reader.bytes();
  // Broken UTF-8 becomes U+FFFD; a value of a megabyte is cut before it becomes a string.
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, maxValueLength)).toString(
    'utf8',
  );
}

function anyValue(reader: Reader, depth: number): Scalar {
  if (depth > maxDepth) throw new RangeError('values are nested too deep');
  let value: Scalar = null;
  embedded(reader, (number) => {
    if (number === 1) value = text(reader);
    else if (number === 2) value = reader.bool();
    else if (number === 3) value = varint64(reader);
    else if (number === 4) value = reader.double();
    else return false;
    return true;
  });
  return value;
}

/** Reads one attribute into a map. */
function attribute(reader: Reader, into: Map<string, Scalar>): void {
  let key = '';
  let value: Scalar = null;
  embedded(reader, (number) => {
    if (number === 1) key = text(reader);
    else if (number === 2) value = anyValue(reader, 0);
    else return false;
    return true;
  });
  into.set(key, value);
}

/** Floats and whole numbers may come packed or one by one. */
function numbers(reader: Reader, wire: number, into: number[], read: () => number): void {
  if (wire !== lengthDelimited) {
    into.push(read());
    return;
  }
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a list is longer than its body');
  while (reader.pos < end) into.push(read());
}

function numberPoint(reader: Reader): NumberPoint {
  const made: NumberPoint = { attributes: new Map(), start: NaN, time: NaN, value: NaN, flags: 0 };
  embedded(reader, (number) => {
    if (number === 7) attribute(reader, made.attributes);
    else if (number === 2) made.start = time(reader);
    else if (number === 3) made.time = time(reader);
    else if (number === 4) made.value = reader.double();
    else if (number === 6) made.value = signed64(reader);
    else if (number === 8) made.flags = reader.uint32();
    else return false;
    return true;
  });
  return made;
}

function exemplar(reader: Reader, into: Exemplar[]): void {
  const made = { time: NaN, value: NaN, traceId: '', spanId: '' };
  embedded(reader, (number) => {
    if (number === 2) made.time = time(reader);
    else if (number === 3) made.value = reader.double();
    else if (number === 4) made.spanId = hex(reader.bytes());
    else if (number === 5) made.traceId = hex(reader.bytes());
    else if (number === 6) made.value = signed64(reader);
    else return false;
    return true;
  });
  addExemplar(into, made);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

function histogramPoint(reader: Reader): HistogramPoint {
  const made: HistogramPoint = {
    attributes: new Map(),
    start: NaN,
    time: NaN,
    flags: 0,
    sum: null,
    min: null,
    max: null,
    exemplars: [],
    bounds: [],
    counts: [],
  };
  embedded(reader, (number, _, wire) => {
    if (number === 9) attribute(reader, made.attributes);
    else if (number === 2) made.start = time(reader);
    else if (number === 3) made.time = time(reader);
    else if (number === 5) made.sum = reader.double();
    else if (number === 6) numbers(reader, wire, made.counts, () => unsigned64(reader));
    else if (number === 7) numbers(reader, wire, made.bounds, () => reader.double());
    else if (number === 8) exemplar(reader, made.exemplars);
    else if (number === 10) made.flags = reader.uint32();
    else if (number === 11) made.min = reader.double();
    else if (number === 12) made.max = reader.double();
    else return false;
    return true;
  });
  return made;
}

function buckets(reader: Reader): { offset: number; counts: number[] } {
  const made = { offset: 0, counts: [] as number[] };
  embedded(reader, (number, _, wire) => {
    if (number === 1) made.offset = reader.sint32();
    else if (number === 2) numbers(reader, wire, made.counts, () => varint64(reader));
    else return false;
    return true;
  });
  return made;
}

function exponentialPoint(reader: Reader): ExponentialPoint {
  const made: ExponentialPoint = {
    attributes: new Map(),
    start: NaN,
    time: NaN,
    flags: 0,
    sum: null,
    min: null,
    max: null,
    exemplars: [],
    scale: 0,
    zeroCount: 0,
    positive: { offset: 0, counts: [] },
    negative: { offset: 0, counts: [] },
  };
  embedded(reader, (number) => {
    if (number === 1) attribute(reader, made.attributes);
    else if (number === 2) made.start = time(reader);
    else if (number === 3) made.time = time(reader);
    else if (number === 5) made.sum = reader.double();
    else if (number === 6) made.scale = reader.sint32();
    else if (number === 7) made.zeroCount = unsigned64(reader);
    else if (number === 8) made.positive = buckets(reader);
    else if (number === 9) made.negative = buckets(reader);
    else if (number === 10) made.flags = reader.uint32();
    else if (number === 11) exemplar(reader, made.exemplars);
    else if (number === 12) made.min = reader.double();
    else if (number === 13) made.max = reader.double();
    else return false;
    return true;
  });
  return made;
}

/** The data of a metric: points in field 1, temporality in 2, monotonic in 3. */
function data<Point>(reader: Reader, metric: Metric, points: Point[], point: (from: Reader) => Point): void {
  embedded(reader, (number) => {
    if (number === 1) points.push(point(reader));
    else if (number === 2) metric.temporality = reader.int32();
    else if (number === 3) metric.monotonic = reader.bool();
    else return false;
    return true;
  });
}

function metric(reader: Reader, end: number): Metric {
  const made: Metric = {
    name: '',
    temporality: 0,
    monotonic: false,
    gauges: [],
    sums: [],
    histograms: [],
    exponentials: [],
    others: 0,
  };
  visit(reader, end, (number) => {
    if (number === 1) made.name = text(reader);
    else if (number === 5) data(reader, made, made.gauges, numberPoint);
    else if (number === 7) data(reader, made, made.sums, numberPoint);
    else if (number === 9) data(reader, made, made.histograms, histogramPoint);
    else if (number === 10) data(reader, made, made.exponentials, exponentialPoint);
    else if (number === 11) {
      embedded(reader, (field) => {
        if (field === 1) made.others += 1;
        return false;
      });
    } else return false;
    return true;
  });
  return made;
}

function logRecord(reader: Reader): LogRecord {
  const made: LogRecord = { time: NaN, eventName: '', body: null, attributes: new Map() };
  let observed = NaN;
  embedded(reader, (number, _, wire) => {
    if (number === 1 && wire === fixed64Wire) made.time = time(reader);
    else if (number === 11 && wire === fixed64Wire) observed = time(reader);
    else if (number === 5) made.body = anyValue(reader, 0);
    else if (number === 6) attribute(reader, made.attributes);
    else if (number === 12) made.eventName = text(reader);
    else return false;
    return true;
  });
  if (Number.isNaN(made.time)) made.time = observed;
  return made;
}

/** A request of any signal: resources in field 1; in each its attributes in 1 and its scopes in 2; in each scope its items in 2. */
function request<Item>(body: Uint8Array, item: (reader: Reader) => Item): ResourceItems<Item>[] {
  const reader = protobuf.Reader.create(body);
  const resources: ResourceItems<Item>[] = [];
  visit(reader, reader.len, (outer) => {
    if (outer !== 1) return false;
    const made: ResourceItems<Item> = { resource: new Map(), items: [] };
    embedded(reader, (middle) => {
      if (middle === 1) {
        embedded(reader, (number) => {
          if (number === 1) attribute(reader, made.resource);
          return number === 1;
        });
        return true;
      }
      if (middle !== 2) return false;
      embedded(reader, (inner) => {
        if (inner === 2) made.items.push(item(reader));
        return inner === 2;
      });
      return true;
    });
    resources.push(made);
    return true;
  });
  return resources;
}

/** A resource's attributes. @throws RangeError or Error where the bytes are no such message. */
export function decodeResource(bytes: Uint8Array): Map<string, Scalar> {
  const attributes = new Map<string, Scalar>();
  const reader = protobuf.Reader.create(bytes);
  visit(reader, reader.len, (number) => {
    if (number === 1) attribute(reader, attributes);
    return number === 1;
  });
  return attributes;
}

/** An instrumentation scope as text, the same for the same scope; empty for one that says nothing. */
export function decodeScope(bytes: Uint8Array): string {
  let [name, version] = ['', ''];
  const attributes = new Map<string, Scalar>();
  const reader = protobuf.Reader.create(bytes);
  visit(reader, reader.len, (number) => {
    if (number === 1) name = text(reader);
    else if (number === 2) version = text(reader);
    else if (number === 3) attribute(reader, attributes);
    else return false;
    return true;
  });
  return scopeText(name, version, attributes);
}

/** One metric. @throws RangeError or Error where the bytes are no such message. */
export function decodeMetric(bytes: Uint8Array): Metric {
  const reader = protobuf.Reader.create(bytes);
  return metric(reader, reader.len);
}

/** The attributes of a number point (field 7). @throws RangeError or Error where the bytes are no such message. */
export function decodePointAttributes(bytes: Uint8Array): Map<string, Scalar> {
  const attributes = new Map<string, Scalar>();
  const reader = protobuf.Reader.create(bytes);
  visit(reader, reader.len, (number) => {
    if (number === 7) attribute(reader, attributes);
    return number === 7;
  });
  return attributes;
}

/** @throws RangeError or Error where the bytes are no such message. */
export function decodeLogs(body: Uint8Array): ResourceItems<LogRecord>[] {
  return request(body, logRecord);
}

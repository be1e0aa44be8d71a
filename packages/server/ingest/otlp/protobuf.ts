import type { Exemplar } from '@hubscope/core/signal';
import protobuf from 'protobufjs/minimal.js';
import { maxEntities, maxEntityKeys, type EntityRef, type Resource } from './entities.js';
import {
  addExemplar,
  maxAttributes,
  maxBuckets,
  maxValueLength,
  scopeText,
  type ExponentialPoint,
  type HistogramPoint,
  type LogRecord,
  type MetricHead,
  type NumberPoint,
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
  const { buffer, byteOffset, byteLength } = reader.bytes();
  // Broken UTF-8 becomes U+FFFD; a value of a megabyte is cut before it becomes a string.
  return Buffer.from(buffer, byteOffset, Math.min(byteLength, maxValueLength)).toString('utf8');
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

/** Reads one attribute into a map, where there is room for it. */
function attribute(reader: Reader, into: Map<string, Scalar>): void {
  let key = '';
  let value: Scalar = null;
  embedded(reader, (number) => {
    if (number === 1) key = text(reader);
    else if (number === 2) value = anyValue(reader, 0);
    else return false;
    return true;
  });
  if (into.size < maxAttributes || into.has(key)) into.set(key, value);
}

/** Floats and whole numbers may come packed or one by one. Of too many for a histogram one too many is kept, by which that is known. */
function numbers(reader: Reader, wire: number, into: number[], read: () => number): void {
  const one = (): void => {
    const value = read();
    if (into.length <= maxBuckets) into.push(value);
  };
  if (wire !== lengthDelimited) {
    one();
    return;
  }
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a list is longer than its body');
  while (reader.pos < end) one();
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
    count: 0,
    bounds: [],
    buckets: [],
  };
  embedded(reader, (number, _, wire) => {
    if (number === 9) attribute(reader, made.attributes);
    else if (number === 2) made.start = time(reader);
    else if (number === 3) made.time = time(reader);
    else if (number === 4) made.count = unsigned64(reader);
    else if (number === 5) made.sum = reader.double();
    else if (number === 6) numbers(reader, wire, made.buckets, () => unsigned64(reader));
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

/** Reads an entity that a resource is of: its type in field 2, the names of what identifies it in 3 and of what describes it in 4. */
function entity(reader: Reader, into: EntityRef[]): void {
  const made: EntityRef = { type: '', idKeys: [], descriptionKeys: [] };
  const key = (keys: string[]): void => {
    const name = text(reader);
    if (keys.length < maxEntityKeys) keys.push(name);
  };
  embedded(reader, (number) => {
    if (number === 2) made.type = text(reader);
    else if (number === 3) key(made.idKeys);
    else if (number === 4) key(made.descriptionKeys);
    else return false;
    return true;
  });
  if (into.length < maxEntities) into.push(made);
}

/** A resource: its attributes in field 1, its entities in 3. @throws RangeError or Error where the bytes are no such message. */
export function decodeResource(bytes: Uint8Array, attributes = new Map<string, Scalar>()): Resource {
  const entities: EntityRef[] = [];
  const reader = protobuf.Reader.create(bytes);
  visit(reader, reader.len, (number) => {
    if (number === 1) attribute(reader, attributes);
    else if (number === 3) entity(reader, entities);
    else return false;
    return true;
  });
  return { attributes, entities };
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

/** Takes the points of a metric one by one as they are read, so that none of them outlives its turn. */
export interface PointVisitor {
  gauge(point: NumberPoint): void;
  sum(point: NumberPoint): void;
  histogram(point: HistogramPoint): void;
  exponential(point: ExponentialPoint): void;
}

const summaryField = 11;

/** Which fields of a metric hold data, each with points in field 1. */
const dataFields: ReadonlySet<number> = new Set([5, 7, 9, 10, summaryField]);

/** What a metric says of all its points, which stands behind them. @throws RangeError or Error where the bytes are no such message */
export function decodeMetricHead(bytes: Uint8Array): MetricHead {
  const head: MetricHead = { temporality: 0, monotonic: false, others: 0 };
  const reader = protobuf.Reader.create(bytes);
  visit(reader, reader.len, (kind) => {
    if (!dataFields.has(kind)) return false;
    embedded(reader, (number) => {
      if (number === 2 && kind !== summaryField) head.temporality = reader.int32();
      else if (number === 3 && kind !== summaryField) head.monotonic = reader.bool();
      else {
        if (number === 1 && kind === summaryField) head.others += 1;
        return false;
      }
      return true;
    });
    return true;
  });
  return head;
}

/** Reads the points of a metric. @throws RangeError or Error where the bytes are no such message; points before the fault were visited */
export function decodePoints(bytes: Uint8Array, visitor: PointVisitor): void {
  const reader = protobuf.Reader.create(bytes);
  const each = (point: () => void): true => {
    embedded(reader, (number) => {
      if (number === 1) point();
      return number === 1;
    });
    return true;
  };
  visit(reader, reader.len, (kind) => {
    switch (kind) {
      case 5:
        return each(() => {
          visitor.gauge(numberPoint(reader));
        });
      case 7:
        return each(() => {
          visitor.sum(numberPoint(reader));
        });
      case 9:
        return each(() => {
          visitor.histogram(histogramPoint(reader));
        });
      case 10:
        return each(() => {
          visitor.exponential(exponentialPoint(reader));
        });
      default:
        return false;
    }
  });
}

/** The attributes of a point, in field 7 of plain numbers. @throws RangeError or Error where the bytes are no such message. */
export function decodePointAttributes(bytes: Uint8Array, field = 7): Map<string, Scalar> {
  const attributes = new Map<string, Scalar>();
  const reader = protobuf.Reader.create(bytes);
  visit(reader, reader.len, (number) => {
    if (number === field) attribute(reader, attributes);
    return number === field;
  });
  return attributes;
}

/** Says of a resource what it is, and takes each of its log records as it is read. */
export interface LogVisitor {
  resource(resource: Resource): void;
  record(record: LogRecord): void;
}

/**
 * Reads a request of logs: resources in field 1; in each what it is in 1, wherever that stands, and its scopes in 2; in these records in 2.
 * @throws RangeError or Error where the bytes are no such message; records before the fault were visited
 */
export function decodeLogs(body: Uint8Array, visitor: LogVisitor): void {
  const reader = protobuf.Reader.create(body);
  visit(reader, reader.len, (outer) => {
    if (outer !== 1) return false;
    const length = reader.uint32();
    const start = reader.pos;
    const attributes = new Map<string, Scalar>();
    let resource: Resource = { attributes, entities: [] };
    visit(reader, start + length, (middle) => {
      if (middle === 1) resource = decodeResource(reader.bytes(), attributes);
      return middle === 1;
    });
    visitor.resource(resource);
    reader.pos = start;
    visit(reader, start + length, (middle) => {
      if (middle !== 2) return false;
      embedded(reader, (inner) => {
        if (inner === 2) visitor.record(logRecord(reader));
        return inner === 2;
      });
      return true;
    });
    return true;
  });
}

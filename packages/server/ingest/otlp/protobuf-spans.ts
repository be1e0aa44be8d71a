import { Cursor, field, wire } from './cursor.js';
import { bytesOf, Interned } from '../interned.js';
import type { SpanId } from '@hubscope/core/signal';
import type { Scalar } from './messages.js';
import { badId, noId, type SpanFields } from './span-fields.js';
import type { SpanReading } from './span-reading.js';
import type { Texts } from './texts.js';

const { varint, fixed64, bytes: length } = wire;

/** Says of a resource's bytes whose they are, and takes each of its spans. The fields are good until it returns. */
export interface SpanVisitor {
  resource(words: DataView, from: number, to: number): void;
  span(fields: SpanFields): void;
}

/** Reads a request of spans in one pass over its bytes. */
export class SpanDecoder {
  readonly #keys = new Interned<number>({ entries: 8192, bytes: 1024 * 1024 });
  readonly #slotOf: (words: DataView, from: number, to: number) => number;
  readonly #lastTrace = new Int32Array(4);
  #lastTraceText = '';

  constructor(
    reading: SpanReading,
    private readonly texts: Texts,
  ) {
    this.#slotOf = (words, from, to) => reading.slotOf(bytesOf(words, from, to).toString('utf8'));
  }

  /** @throws RangeError where the bytes are no such message; spans before the fault were visited */
  decode(body: Buffer, fields: SpanFields, visitor: SpanVisitor): void {
    const cursor = new Cursor(body);
    while (cursor.at < body.length) {
      const tag = cursor.tag(body.length);
      if (tag === field(1, length)) this.#resource(cursor, cursor.length(body.length), fields, visitor);
      else cursor.skip(tag, body.length);
    }
  }

  #resource(cursor: Cursor, end: number, fields: SpanFields, visitor: SpanVisitor): void {
    // The resource usually stands first, and need not.
    const start = cursor.at;
    let [from, to] = [0, 0];
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      if (tag === field(1, length)) {
        to = cursor.length(end);
        from = cursor.at;
        cursor.at = to;
      } else cursor.skip(tag, end);
    }
    visitor.resource(cursor.words, from, to);
    cursor.at = start;
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      if (tag === field(2, length)) this.#scope(cursor, cursor.length(end), fields, visitor);
      else cursor.skip(tag, end);
    }
  }

  #scope(cursor: Cursor, end: number, fields: SpanFields, visitor: SpanVisitor): void {
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      if (tag === field(2, length)) {
        fields.clear();
        this.#span(cursor, cursor.length(end), fields);
        visitor.span(fields);
      } else cursor.skip(tag, end);
    }
  }

  #span(cursor: Cursor, end: number, fields: SpanFields): void {
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      switch (tag) {
        case field(1, length):
          fields.traceId = this.#traceId(cursor, end);
          break;
        case field(2, length):
          fields.spanId = idOfSpan(cursor, end);
          break;
        case field(3, length):
          fields.traceState = text(cursor, end, this.texts);
          break;
        case field(4, length):
          fields.parentSpanId = idOfSpan(cursor, end);
          break;
        case field(5, length):
          fields.name = text(cursor, end, this.texts);
          break;
        case field(6, varint):
          fields.kind = cursor.int32(end);
          break;
        case field(7, fixed64):
          fields.start = time(cursor, end);
          break;
        case field(8, fixed64):
          fields.end = time(cursor, end);
          break;
        case field(9, length):
          this.#attribute(cursor, cursor.length(end), fields);
          break;
        case field(11, length):
          event(cursor, cursor.length(end), fields, this.texts);
          break;
        case field(15, length):
          fields.status = status(cursor, cursor.length(end), fields.status);
          break;
        default:
          cursor.skip(tag, end);
      }
    }
  }

  #attribute(cursor: Cursor, end: number, fields: SpanFields): void {
    const start = cursor.at;
    let keyFrom = start;
    let keyTo = start;
    let valueFrom = 0;
    let valueTo = -1;
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      if (tag === field(1, length)) {
        keyTo = cursor.length(end);
        keyFrom = cursor.at;
        cursor.at = keyTo;
      } else if (tag === field(2, length)) {
        valueTo = cursor.length(end);
        valueFrom = cursor.at;
        cursor.at = valueTo;
      } else cursor.skip(tag, end);
    }
    const slot = this.#keys.of(cursor.words, keyFrom, keyTo, this.#slotOf);
    if (slot < 0) {
      fields.set(slot, null);
      return;
    }
    cursor.at = valueFrom;
    fields.set(slot, valueTo < 0 ? null : scalar(cursor, valueTo, this.texts));
    cursor.at = end;
  }

  /** Spans of a request are often of one trace. */
  #traceId(cursor: Cursor, end: number): string {
    const to = cursor.length(end);
    const from = cursor.at;
    cursor.at = to;
    const { bytes, words } = cursor;
    if (to - from !== 16) return bytes.toString('hex', from, to);
    const last = this.#lastTrace;
    let same = this.#lastTraceText !== '';
    for (let word = 0; word < 4 && same; word += 1) same = words.getInt32(from + 4 * word) === last[word];
    if (!same) {
      for (let word = 0; word < 4; word += 1) last[word] = words.getInt32(from + 4 * word);
      this.#lastTraceText = bytes.toString('hex', from, to);
    }
    return this.#lastTraceText;
  }
}

function idOfSpan(cursor: Cursor, end: number): SpanId {
  const to = cursor.length(end);
  const from = cursor.at;
  cursor.at = to;
  if (to === from) return noId;
  if (to - from !== 8) return badId;
  const high = cursor.words.getInt32(from);
  const low = cursor.words.getInt32(from + 4);
  return high === 0 && low === 0 ? noId : { high, low };
}

function text(cursor: Cursor, end: number, texts: Texts): string {
  const to = cursor.length(end);
  const from = cursor.at;
  cursor.at = to;
  return texts.read(cursor.words, from, to);
}

/** Nanoseconds since the epoch as ms; NaN for 0, which stands for "not set". */
function time(cursor: Cursor, end: number): number {
  const nanoseconds = cursor.fixed64(end);
  return nanoseconds === 0 ? NaN : nanoseconds / 1e6;
}

/** Reads the name and time of an event; the rest of it nothing asks for. */
function event(cursor: Cursor, end: number, fields: SpanFields, texts: Texts): void {
  let at = NaN;
  let name = '';
  while (cursor.at < end) {
    const tag = cursor.tag(end);
    if (tag === field(1, fixed64)) at = time(cursor, end);
    else if (tag === field(2, length)) name = text(cursor, end, texts);
    else cursor.skip(tag, end);
  }
  fields.event(name, at);
}

function status(cursor: Cursor, end: number, before: number): number {
  let code = before;
  while (cursor.at < end) {
    const tag = cursor.tag(end);
    if (tag === field(3, varint)) code = cursor.int32(end);
    else cursor.skip(tag, end);
  }
  return code;
}

/** A value as far as anything reads it: of its alternatives the last one counts, arrays, maps and bytes are null. */
export function scalar(cursor: Cursor, end: number, texts: Texts): Scalar {
  let value: Scalar = null;
  while (cursor.at < end) {
    const tag = cursor.tag(end);
    switch (tag) {
      case field(1, length):
        value = text(cursor, end, texts);
        break;
      case field(2, varint):
        value = cursor.varint(end) !== 0;
        break;
      case field(3, varint):
        value = cursor.int64(end);
        break;
      case field(4, fixed64):
        value = cursor.double(end);
        break;
      case field(5, length):
      case field(6, length):
      case field(7, length):
        value = null;
        cursor.skip(tag, end);
        break;
      default:
        cursor.skip(tag, end);
    }
  }
  return value;
}

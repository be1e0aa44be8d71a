import { JsonCursor, sign } from './json-cursor.js';
import type { JsonField, JsonMessage } from './json-messages.js';
import { ProtoBytes } from './proto-bytes.js';

/** Nested deeper than this is nothing that an exporter sends. */
const maxDepth = 100;

const two32 = 2 ** 32;

const specials: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** The value of a digit of hex; -1 for what is none. */
function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/**
 * Turns requests in OTLP's JSON into the same in protobuf, in one pass and without a structure between, so that there is one way to read
 * them. In that JSON names are in lowerCamelCase, ids in hex, 64-bit numbers text or number, enums numbers; unknown fields are left out.
 * A field of a wrong type is a fault, as it would be in protobuf.
 */
export class JsonReader {
  readonly #out = new ProtoBytes();
  #from = new JsonCursor(Buffer.alloc(0));

  /**
   * @returns good until the next call
   * @throws TypeError where the text is no such message
   */
  protobuf(body: Buffer, request: JsonMessage): Buffer {
    this.#from = new JsonCursor(body);
    this.#out.clear();
    this.#room(0);
    this.#message(request, 'the body', 0);
    this.#from.end();
    // Nothing refers to the body any longer.
    this.#from = new JsonCursor(Buffer.alloc(0));
    return this.#out.written;
  }

  /** Makes room for some bytes and for what is still to come: nothing but what asks for room itself is longer than twice its JSON. */
  #room(more: number): void {
    this.#out.room(more + 2 * this.#from.left + 64);
  }

  #message(message: JsonMessage, name: string, depth: number): void {
    const from = this.#from;
    if (depth > maxDepth) throw new TypeError('objects are nested too deep');
    if (!from.takes(sign.brace)) throw new TypeError(`${name} is no object`);
    if (from.takes(sign.braceEnd)) return;
    let before: JsonField | null = null;
    do {
      const expected: JsonField | null = before === null ? message.first : before.next;
      from.expect(sign.quote);
      const field: JsonField | null =
        expected !== null && from.follows(expected.written) ? expected : this.#key(message);
      from.expect(sign.colon);
      if (field === null) {
        from.skip(depth);
        continue;
      }
      if (before === null) message.first = field;
      else before.next = field;
      before = field;
      if (!from.takesNull()) this.#field(field, depth);
    } while (from.takes(sign.comma));
    from.expect(sign.braceEnd);
  }

  /** Which field it is whose name begins here; null where it is none of the message's. */
  #key(message: JsonMessage): JsonField | null {
    const from = this.#from;
    const start = from.at;
    const end = from.textEnd();
    return from.escaped ? message.field(from.text(start, end)) : message.ofBytes(from.words, start, end);
  }

  #field(field: JsonField, depth: number): void {
    const from = this.#from;
    if (!field.repeated) {
      this.#value(field, depth);
      return;
    }
    if (!from.takes(sign.bracket)) throw new TypeError(`${field.name} is no array`);
    if (from.takes(sign.bracketEnd)) return;
    const numbers = typeof field.kind === 'string';
    do {
      // A digit with its comma becomes a number of eight bytes.
      if (numbers) this.#room(16);
      if (numbers && from.takesNull()) throw new TypeError(`${field.name} holds null`);
      this.#value(field, depth);
    } while (from.takes(sign.comma));
    from.expect(sign.bracketEnd);
  }

  #value(field: JsonField, depth: number): void {
    const { kind, name } = field;
    const out = this.#out;
    out.byte(field.tag);
    if (typeof kind !== 'string') {
      const start = out.begin();
      if (!this.#from.takesNull()) this.#message(kind, name, depth + 1);
      out.end(start);
      return;
    }
    switch (kind) {
      case 'text':
        this.#text(name);
        return;
      case 'hex':
        this.#hex(name);
        return;
      case 'fixed64':
        this.#whole(name);
        out.fixed64(this.#high, this.#low);
        return;
      case 'double':
        out.double(this.#number(name));
        return;
      case 'varint':
        this.#whole(name);
        this.#varint();
        return;
      case 'zigzag':
        this.#zigzag(name);
        return;
      case 'bool':
        out.byte(this.#from.bool(name) ? 1 : 0);
        return;
      case 'empty':
        this.#from.skip(depth);
        out.byte(0);
    }
  }

  #text(name: string): void {
    const from = this.#from;
    if (!from.takes(sign.quote)) throw new TypeError(`${name} is no text`);
    const start = from.at;
    const end = from.textEnd();
    if (!from.escaped) {
      this.#out.bytes(from.words, start, end);
      return;
    }
    const text = from.text(start, end);
    this.#room(3 * text.length);
    this.#out.text(text);
  }

  /** What is no hex becomes an id of one byte, which is no id. */
  #hex(name: string): void {
    const from = this.#from;
    if (!from.takes(sign.quote)) throw new TypeError(`${name} is no text`);
    const start = from.at;
    const end = from.textEnd();
    if (from.escaped) {
      const text = Buffer.from(from.text(start, end));
      this.#bytesOfHex(text, 0, text.length);
    } else this.#bytesOfHex(from.bytes, start, end);
  }

  #bytesOfHex(bytes: Buffer, start: number, end: number): void {
    const out = this.#out;
    const begun = out.begin();
    let good = (end - start) % 2 === 0;
    for (let at = start; at < end && good; at += 2) {
      const [high, low] = [hexDigit(bytes[at] ?? 0), hexDigit(bytes[at + 1] ?? 0)];
      good = high >= 0 && low >= 0;
      out.byte((high << 4) | low);
    }
    if (!good) {
      out.at = begun;
      out.byte(0);
    }
    out.end(begun);
  }

  /** The halves of the whole number that was read last, in two's complement. */
  #high = 0;
  #low = 0;

  /** Reads a whole number of 64 bits, given as text or as a number. */
  #whole(name: string): void {
    const from = this.#from;
    const quoted = from.takes(sign.quote);
    const start = from.at;
    const end = from.digitsEnd();
    const whole = quoted ? from.bytes[end] === sign.quote : from.endsNumber(start, end);
    if (!whole || end === start || end - start > 19) {
      from.at = quoted ? start - 1 : start;
      this.#anyWhole(name);
      return;
    }
    // Nine digits, and the ten before them: both exact, and together below 2^64.
    const split = Math.max(start, end - 9);
    const top = digits(from.bytes, start, split);
    const bottom = digits(from.bytes, split, end);
    const [topHigh, topLow] = [Math.floor(top / 65_536), top % 65_536];
    const low = topLow * 1e9 + bottom + ((topHigh * 1e9) % 65_536) * 65_536;
    this.#high = Math.floor((topHigh * 1e9) / 65_536) + Math.floor(low / two32);
    this.#low = low % two32;
    from.at = quoted ? end + 1 : end;
  }

  /** The same, however it is written. */
  #anyWhole(name: string): void {
    const text = this.#from.numberText(name);
    let value: bigint;
    if (/^[+-]?\d{1,20}$/.test(text)) value = BigInt(text.replace('+', ''));
    else {
      const number = decimal.test(text) ? Number(text) : NaN;
      if (!Number.isInteger(number)) throw new TypeError(`${name} is no whole number`);
      value = BigInt(number);
    }
    if (value < -(2n ** 63n) || value >= 2n ** 64n) throw new TypeError(`${name} has more than 64 bits`);
    const bits = BigInt.asUintN(64, value);
    this.#high = Number(bits >> 32n);
    this.#low = Number(bits & 0xffff_ffffn);
  }

  #varint(): void {
    if (this.#high < 2 ** 21) this.#out.varint(this.#high * two32 + this.#low);
    else this.#out.bigVarint((BigInt(this.#high) << 32n) | BigInt(this.#low));
  }

  #zigzag(name: string): void {
    this.#whole(name);
    const value = this.#low | 0;
    if (this.#high !== (value < 0 ? two32 - 1 : 0)) throw new TypeError(`${name} has more than 32 bits`);
    this.#out.varint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** A number with a fraction or without, given as text or as a number. */
  #number(name: string): number {
    const from = this.#from;
    const start = from.at;
    const plain = from.plainNumber();
    if (!Number.isNaN(plain)) return plain;
    from.at = start;
    const text = from.numberText(name);
    const special = specials.get(text);
    if (special !== undefined) return special;
    if (!decimal.test(text)) throw new TypeError(`${name} is no number`);
    return Number(text);
  }
}

/** The number that some digits say, fifteen at most. */
function digits(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + (bytes[at] ?? 48) - 48;
  return value;
}

import { HubscopeError } from '@hubscope/core/wire';

/** A body that is no message of its kind. */
export function malformed(what: string): never {
  throw new HubscopeError('malformed_body', `The body is no valid message: ${what}.`);
}

/**
 * A place in protobuf's wire format that moves forward and never past `end`. One cursor reads a whole body; nested messages are read by
 * moving `end`, so nothing is copied and no object is made.
 * Source: protobuf.dev, "Encoding".
 */
export class Cursor {
  at = 0;
  end = 0;
  bytes: Uint8Array = new Uint8Array();
  /** The same bytes, by words. */
  words: DataView = new DataView(new ArrayBuffer(0));
  #more = false;

  /** Begins with the first `length` of some bytes. */
  open(bytes: Uint8Array, length = bytes.length): void {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.at = 0;
    this.end = length;
  }

  /** An unsigned number below 2^53, or above that the nearest one. */
  varint(): number {
    const { bytes, end } = this;
    let at = this.at;
    let byte = at < end ? (bytes[at] ?? 0) : malformed('it is cut short');
    at += 1;
    if (byte < 0x80) {
      this.at = at;
      return byte;
    }
    let value = byte & 0x7f;
    let unit = 128;
    for (let count = 1; count < 10; count += 1) {
      if (at >= end) malformed('it is cut short');
      byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) {
        this.at = at;
        return value;
      }
      unit *= 128;
    }
    return malformed('a number has no end');
  }

  /** A sint32 or sint64 (zigzag). */
  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A fixed64 as a double. */
  double(): number {
    const { at } = this;
    if (at + 8 > this.end) malformed('it is cut short');
    this.at = at + 8;
    return this.words.getFloat64(at, true);
  }

  /** A fixed64 as a double, straight into its place: a number that is answered costs an object. */
  doubleInto(numbers: Float64Array, place: number): void {
    const { at } = this;
    if (at + 8 > this.end) malformed('it is cut short');
    this.at = at + 8;
    numbers[place] = this.words.getFloat64(at, true);
  }

  /** An int64, straight into its place: negative numbers are those in the upper half of the range. */
  int64Into(numbers: Float64Array, place: number): void {
    if (this.#sixBytesInto(numbers, place)) return;
    // In whole numbers of 28 bits: those cost no object.
    const low = this.#septets(28);
    const middle = this.#more ? this.#septets(28) : 0;
    const high = this.#more ? this.#septets(14) : 0;
    if (this.#more) malformed('a number has no end');
    const value = low + middle * 2 ** 28 + high * 2 ** 56;
    numbers[place] = value >= 2 ** 63 ? value - 2 ** 64 : value;
  }

  /** The same where it has six bytes, as milliseconds of our days have; answers whether it has. */
  #sixBytesInto(numbers: Float64Array, place: number): boolean {
    const { at, bytes } = this;
    if (at + 6 > this.end) return false;
    const [a, b, c, d] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
    const [e, last] = [bytes[at + 4] ?? 0, bytes[at + 5] ?? 0];
    if ((a & b & c & d & e) < 0x80 || last >= 0x80) return false;
    const low = (a & 0x7f) | ((b & 0x7f) << 7) | ((c & 0x7f) << 14) | ((d & 0x7f) << 21);
    numbers[place] = low + ((e & 0x7f) | (last << 7)) * 2 ** 28;
    this.at = at + 6;
    return true;
  }

  /** The next septets of a varint, up to so many bits; `#more` says whether others follow. */
  #septets(bits: number): number {
    const { bytes, end } = this;
    let value = 0;
    for (let shift = 0; shift < bits; shift += 7) {
      const { at } = this;
      if (at >= end) malformed('it is cut short');
      const byte = bytes[at] ?? 0;
      this.at = at + 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.#more = false;
        return value;
      }
    }
    this.#more = true;
    return value;
  }

  /** The length of a message, text or packed list; answers where it ends. */
  limit(): number {
    const length = this.varint();
    const limit = this.at + length;
    if (limit > this.end) malformed('a part is longer than the whole');
    return limit;
  }

  /** Checks that a part ended where it said that it would. */
  close(limit: number): void {
    if (this.at !== limit) malformed('a part is longer than it says');
  }

  /** Passes over the value of a field that nothing reads. Groups are no part of any message here. */
  skip(tag: number): void {
    const wire = tag & 7;
    if (wire === 0) this.varint();
    else if (wire === 2) this.at = this.limit();
    else if (wire === 1 || wire === 5) {
      this.at += wire === 1 ? 8 : 4;
      if (this.at > this.end) malformed('it is cut short');
    } else malformed(`wire type ${String(wire)}`);
  }

  /** The text up to a place; moves there. */
  text(limit: number): string {
    const { at } = this;
    this.at = limit;
    try {
      return decoder.decode(this.bytes.subarray(at, limit));
    } catch {
      return malformed('a text is no UTF-8');
    }
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

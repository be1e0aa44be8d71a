/** The wire types that OTLP's messages use. Source: "Encoding", protobuf.dev. */
export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const two32 = 2 ** 32;

/**
 * Reads protobuf from bytes, in place. Each read is checked against the end of the message that it is in; a fault throws
 * RangeError, and nothing is ever read past the body.
 */
export class Cursor {
  readonly bytes: Buffer;
  /** The same bytes, by words. */
  readonly words: DataView;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** An unsigned varint; exact to 2^53, and what is above loses its lowest bits. */
  varint(end: number): number {
    const first = this.bytes[this.at] ?? 0;
    if (first < 128 && this.at < end) {
      this.at += 1;
      return first;
    }
    return this.#longVarint(end);
  }

  #longVarint(end: number): number {
    let value = 0;
    // Four bytes hold a small whole number, which costs no object.
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte(end);
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    return this.#longerVarint(value, end);
  }

  /** The rest of a number of which four bytes are read. */
  #longerVarint(begun: number, end: number): number {
    let value = begun;
    let unit = 2 ** 28;
    for (let count = 4; count < 10; count += 1) {
      const byte = this.#byte(end);
      value += (byte & 127) * unit;
      unit *= 128;
      // The tenth byte holds the highest of 64 bits alone.
      if (byte < 128) return value >= 2 ** 64 ? value % 2 ** 64 : value;
    }
    throw new RangeError('a number is longer than ten bytes');
  }

  #byte(end: number): number {
    if (this.at >= end) throw new RangeError('a number runs past its message');
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte;
  }

  /** A varint of 64 bits in two's complement. */
  int64(end: number): number {
    const start = this.at;
    const value = this.varint(end);
    // Ten bytes are those of a negative number, and near 2^64 a double holds too few bits: read again, exactly.
    if (this.at - start < 10) return value;
    let exact = 0n;
    for (let at = this.at - 1; at >= start; at -= 1)
      exact = (exact << 7n) | BigInt((this.bytes[at] ?? 0) & 127);
    return Number(BigInt.asIntN(64, exact));
  }

  /** A varint of 32 bits in two's complement. */
  int32(end: number): number {
    return this.int64(end) | 0;
  }

  /** A field's number and wire type; 0 is never a field. */
  tag(end: number): number {
    const tag = this.varint(end);
    if (tag < 8 || tag >= two32) throw new RangeError('a field has no number');
    return tag;
  }

  /** The end of the bytes, text or message that begins here. */
  length(end: number): number {
    const length = this.varint(end);
    if (length > end - this.at) throw new RangeError('a field runs past its message');
    return this.at + length;
  }

  /** Eight bytes as an unsigned whole number. */
  fixed64(end: number): number {
    const at = this.#eight(end);
    return this.words.getUint32(at + 4, true) * two32 + this.words.getUint32(at, true);
  }

  /** Nanoseconds since the epoch as ms, into the first place; NaN for 0, which stands for "not set". A number that is answered costs an object. */
  timeInto(numbers: Float64Array, end: number): void {
    const at = this.#eight(end);
    const high = this.words.getUint32(at + 4, true);
    const low = this.words.getUint32(at, true);
    numbers[0] = high === 0 && low === 0 ? NaN : (high * two32 + low) / 1e6;
  }

  /** Eight bytes as a double, into the first place. */
  doubleInto(numbers: Float64Array, end: number): void {
    numbers[0] = this.words.getFloat64(this.#eight(end), true);
  }

  /** Eight bytes as a whole number in two's complement, into the first place. */
  sfixed64Into(numbers: Float64Array, end: number): void {
    const at = this.#eight(end);
    numbers[0] = this.words.getInt32(at + 4, true) * two32 + this.words.getUint32(at, true);
  }

  double(end: number): number {
    return this.words.getFloat64(this.#eight(end), true);
  }

  #eight(end: number): number {
    const at = this.at;
    if (end - at < 8) throw new RangeError('a field runs past its message');
    this.at = at + 8;
    return at;
  }

  /** Leaves out a field that nothing reads. */
  skip(tag: number, end: number): void {
    switch (tag & 7) {
      case wire.varint:
        this.varint(end);
        return;
      case wire.fixed64:
        this.#eight(end);
        return;
      case wire.bytes:
        this.at = this.length(end);
        return;
      case wire.fixed32:
        if (end - this.at < 4) throw new RangeError('a field runs past its message');
        this.at += 4;
        return;
      default:
        throw new RangeError('a field is of a type that is not in use');
    }
  }
}

/** A field as a tag holds it. */
export const field = (number: number, type: (typeof wire)[keyof typeof wire]): number => number * 8 + type;

/** Reads what `ByteWriter` wrote. Every method throws a RangeError where the bytes end early. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes there are. */
  get length(): number {
    return this.#bytes.length;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Where it stands, in bytes from the start. */
  get at(): number {
    return this.#at;
  }

  moveTo(at: number): this {
    this.#at = at;
    return this;
  }

  byte(): number {
    this.#at += 1;
    return this.#view.getUint8(this.#at - 1);
  }

  float(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  varint(): number {
    let [value, unit, at] = [0, 1, this.#at];
    for (;;) {
      const byte = this.#bytes[at];
      if (byte === undefined) throw new RangeError('the bytes end early');
      at += 1;
      value += (byte & 127) * unit;
      if (byte < 128) break;
      unit *= 128;
    }
    this.#at = at;
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /**
   * Numbers in pairs, each first one as what it is after the sum of all before it.
   * @param first what the sum begins with
   * @returns the sum of all second ones
   */
  pairs(first: number, count: number, sums: Int32Array, seconds: Float64Array): number {
    const bytes = this.#bytes;
    let [at, sum, total] = [this.#at, first, 0];
    for (let place = 0; place < count; place += 1) {
      let byte = bytes[at] ?? 128;
      // Most of them take a byte: a method for each would cost more than they do.
      if (byte < 128) at += 1;
      else {
        this.#at = at;
        byte = this.varint();
        at = this.#at;
      }
      sum += byte;
      let value = bytes[at] ?? 128;
      if (value < 128) at += 1;
      else {
        this.#at = at;
        value = this.varint();
        at = this.#at;
      }
      sums[place] = sum;
      seconds[place] = value;
      total += value;
    }
    this.#at = at;
    return total;
  }

  /** The sum of the second ones of so many pairs. */
  sumOfSeconds(count: number): number {
    const bytes = this.#bytes;
    let [at, total] = [this.#at, 0];
    for (let place = 0; place < count; place += 1) {
      while ((bytes[at] ?? 0) >= 128) at += 1;
      at += 1;
      const value = bytes[at] ?? 128;
      if (value < 128) {
        at += 1;
        total += value;
      } else {
        this.#at = at;
        total += this.varint();
        at = this.#at;
      }
    }
    this.#at = at;
    return total;
  }

  /** So many signed numbers, as what each is after the sum of all before it. */
  sums(into: Float64Array): void {
    const bytes = this.#bytes;
    let [at, sum] = [this.#at, 0];
    for (let place = 0; place < into.length; place += 1) {
      const byte = bytes[at] ?? 128;
      if (byte < 128) {
        at += 1;
        sum += (byte & 1) === 0 ? byte / 2 : -(byte + 1) / 2;
      } else {
        this.#at = at;
        sum += this.signed();
        at = this.#at;
      }
      into[place] = sum;
    }
    this.#at = at;
  }

  /** The next bytes, as a view of the same memory. */
  raw(length: number): Uint8Array {
    if (length > this.left) throw new RangeError('the bytes end early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** Copies the next bytes into others that have the room. */
  copy(length: number, into: Uint8Array, at: number): void {
    if (length > this.left) throw new RangeError('the bytes end early');
    // A view costs more than a few dozen bytes do.
    if (length > 128) into.set(this.#bytes.subarray(this.#at, this.#at + length), at);
    else
      for (let place = 0; place < length; place += 1) into[at + place] = this.#bytes[this.#at + place] ?? 0;
    this.#at += length;
  }

  blob(): Uint8Array {
    return this.raw(this.varint());
  }
}

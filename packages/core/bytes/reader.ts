/** Reads what `ByteWriter` wrote. Every method throws a RangeError where the bytes end early. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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

  /** So many signed numbers, as what each is after the sum of all before it. */
  sums(into: Float64Array): void {
    let sum = 0;
    for (let place = 0; place < into.length; place += 1) {
      sum += this.signed();
      into[place] = sum;
    }
  }

  /** The next bytes, as a view of the same memory. */
  raw(length: number): Uint8Array {
    if (length > this.left) throw new RangeError('the bytes end early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  blob(): Uint8Array {
    return this.raw(this.varint());
  }
}

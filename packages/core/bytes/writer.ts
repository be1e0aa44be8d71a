/** Grows as it is written to. Whole numbers are LEB128 varints, floats little-endian float64. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #length = 0;

  constructor(room = 128) {
    this.#bytes = new Uint8Array(room);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  float(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** A whole number that is not negative, up to 2^53. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** A whole number of either sign, the small ones short (zig-zag). */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Bytes with their length before them. */
  blob(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.raw(bytes);
  }

  /** A text with its length before it, where each of its letters is one byte of UTF-8; false, with nothing written, where not. */
  ascii(value: string): boolean {
    const start = this.#length;
    this.varint(value.length);
    this.#room(value.length);
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      if (code >= 128) {
        this.#length = start;
        return false;
      }
      this.#bytes[this.#length + at] = code;
    }
    this.#length += value.length;
    return true;
  }

  /** What another writer holds, with its length before it. */
  blobOf(other: ByteWriter): void {
    this.varint(other.#length);
    this.#room(other.#length);
    other.#copyTo(this.#bytes, this.#length);
    this.#length += other.#length;
  }

  /** Copies what was written into bytes that have the room. */
  #copyTo(bytes: Uint8Array, at: number): void {
    // A view costs more than a few dozen bytes do.
    if (this.#length > 128) bytes.set(this.written(), at);
    else for (let place = 0; place < this.#length; place += 1) bytes[at + place] = this.#bytes[place] ?? 0;
  }

  /** What was written, as a copy of its own. */
  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** What was written, as a view that holds until the writer is written to again. */
  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins anew, in the room that it has. */
  clear(): void {
    this.#length = 0;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * this.#bytes.length + more);
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

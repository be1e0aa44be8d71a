/** A message longer than this has a length of more than four bytes; no request is. */
const longestMessage = 2 ** 28;

/** Room kept from request to request, bytes; a larger one is made for the request that needs it. What is never written to takes no memory. */
const kept = 33 * 1024 * 1024;

const two32 = 2 ** 32;

/** Protobuf as it is written, into bytes that are used again for the next request. */
export class ProtoBytes {
  at = 0;
  #bytes = Buffer.allocUnsafeSlow(65_536);
  #words = new DataView(this.#bytes.buffer);

  /** Begins a request. What was written before is no longer good. */
  clear(): void {
    this.at = 0;
    if (this.#bytes.length > kept) this.#make(65_536);
  }

  /** What was written; good until the next request begins. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.at);
  }

  /** Makes room for so many bytes more; what writes a byte asks for none. */
  room(more: number): void {
    if (this.at + more <= this.#bytes.length) return;
    const [before, used] = [this.#bytes, this.at];
    this.#make(Math.max(2 * before.length, used + more));
    before.copy(this.#bytes, 0, 0, used);
  }

  #make(length: number): void {
    this.#bytes = Buffer.allocUnsafeSlow(length);
    this.#words = new DataView(this.#bytes.buffer);
  }

  byte(value: number): void {
    this.#bytes[this.at] = value;
    this.at += 1;
  }

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    let rest = value;
    while (rest >= two32) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      this.byte((rest & 127) | 128);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** The same for any number of 64 bits. */
  bigVarint(value: bigint): void {
    let rest = value;
    while (rest >= 128n) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  fixed64(high: number, low: number): void {
    this.#words.setUint32(this.at, low, true);
    this.#words.setUint32(this.at + 4, high, true);
    this.at += 8;
  }

  double(value: number): void {
    this.#words.setFloat64(this.at, value, true);
    this.at += 8;
  }

  /** Bytes of another view, with their length before them. */
  bytes(words: DataView, from: number, to: number): void {
    this.varint(to - from);
    const shift = this.at - from;
    let at = from;
    for (; at + 4 <= to; at += 4) this.#words.setInt32(at + shift, words.getInt32(at, true), true);
    for (; at < to; at += 1) this.#bytes[at + shift] = words.getUint8(at);
    this.at = to + shift;
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.room(length + 8);
    this.varint(length);
    this.at += this.#bytes.write(value, this.at);
  }

  /** Begins what is to have its length before it. @returns to be given to {@link end} */
  begin(): number {
    this.at += 1;
    return this.at;
  }

  /** Ends it. Most are short: for a longer length it is moved on. */
  end(start: number): void {
    const length = this.at - start;
    if (length < 128) {
      this.#bytes[start - 1] = length;
      return;
    }
    if (length >= longestMessage) throw new RangeError('a message is too long');
    const more = length < 2 ** 14 ? 1 : length < 2 ** 21 ? 2 : 3;
    this.#bytes.copyWithin(start + more, start, this.at);
    this.at = start - 1;
    this.varint(length);
    this.at += length;
  }
}

import { Distribution } from './distribution.js';

/*
 * Layout: flags (1 fractional counts, 2 interpolated) · scale + 16 · sum, min, max as little-endian float64 · zero count ·
 * zig-zag index of the first filled bucket · number of filled buckets · for each: gap to the one before, count.
 * Whole numbers are LEB128 varints; counts are float64 where any of them is fractional.
 */
const fractional = 1;
const interpolated = 2;

class Writer {
  #bytes = new Uint8Array(128);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

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

  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * this.#bytes.length + more);
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

class Reader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte % 128) * unit;
      if (byte < 128) return value;
      unit *= 128;
    }
  }
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** A distribution as bytes: some 30 plus two or three a filled bucket. */
export function encodeDistribution(distribution: Distribution): Uint8Array {
  const state = distribution.state();
  const filled: [index: number, count: number][] = [];
  let whole = Number.isSafeInteger(state.zeroCount);
  distribution.forEachBucket((count, index) => {
    filled.push([index, count]);
    whole &&= Number.isSafeInteger(count);
  });
  const writer = new Writer();
  const count = (value: number): void => {
    if (whole) writer.varint(value);
    else writer.float(value);
  };
  writer.byte((whole ? 0 : fractional) + (state.interpolated ? interpolated : 0));
  writer.byte(state.scale + 16);
  for (const value of [state.sum, state.min, state.max]) writer.float(value);
  count(state.zeroCount);
  let previous = filled[0]?.[0] ?? 0;
  writer.varint(zigzag(previous));
  writer.varint(filled.length);
  for (const [index, inBucket] of filled) {
    writer.varint(index - previous);
    count(inBucket);
    previous = index;
  }
  return writer.done();
}

/** Reads what {@link encodeDistribution} wrote. @throws RangeError where the bytes end early. */
export function decodeDistribution(bytes: Uint8Array): Distribution {
  const reader = new Reader(bytes);
  const flags = reader.byte();
  const count = (): number => ((flags & fractional) === 0 ? reader.varint() : reader.float());
  const scale = reader.byte() - 16;
  const [sum, min, max] = [reader.float(), reader.float(), reader.float()];
  const zeroCount = count();
  let index = unzigzag(reader.varint());
  const buckets = Array.from({ length: reader.varint() }, (): [number, number] => {
    index += reader.varint();
    return [index, count()];
  });
  return Distribution.from(
    { scale, zeroCount, sum, min, max, interpolated: (flags & interpolated) !== 0 },
    buckets,
  );
}

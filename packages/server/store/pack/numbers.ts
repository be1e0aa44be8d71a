import type { ByteReader, ByteWriter } from '@hubscope/core/bytes';

/*
 * A column of numbers, exact to the last bit, in the shortest of four forms: one value for all; decimals of up to nine places as whole
 * numbers, each as its distance from the one before; the same for fractions of another whole divisor; else the bytes of float64, XORed
 * with the value before and turned so that the bytes that seldom change lie side by side, where deflate finds them.
 */
const same = 0;
const decimal = 1;
const planes = 2;
const fractions = 3;

const maxPlaces = 9;
/**
 * What durations are whole multiples of, besides decimals: a float64 of ms since the epoch has 2^-12 ms as its last place from 2004 to
 * 2039, so that differences of two, and their sums, are multiples of it, in ms or in s.
 */
const divisors = [4096, 4_096_000] as const;
/** Larger whole numbers would leave the range in which a distance, doubled for its sign, is exact. */
const maxWhole = 2 ** 50;
/** A decimal column longer than this a value would be no shorter than its bytes. */
const bytesWorthwhile = 6;
/** What a 32-bit float takes. */
const roundedBytes = 4;

/** The least number of decimal places in which every value is exact; null where there is none. */
function placesOf(values: readonly number[]): number | null {
  let places = 0;
  for (const value of values) {
    if (!Number.isFinite(value) || Object.is(value, -0)) return null;
    for (;;) {
      const whole = Math.round(value * 10 ** places);
      if (Math.abs(whole) > maxWhole) return null;
      if (whole / 10 ** places === value) break;
      places += 1;
      if (places > maxPlaces) return null;
    }
  }
  return places;
}

/** Values as whole multiples of a fraction: `whole ÷ divisor` is each of them to the last bit. */
interface Wholes {
  /** The decimal places of the divisor; null where it is none of ten's powers. */
  readonly places: number | null;
  readonly divisor: number;
  readonly wholes: number[];
}

function multiples(values: readonly number[], divisor: number, places: number | null): Wholes | null {
  const found: number[] = [];
  for (const value of values) {
    const whole = Math.round(value * divisor);
    if (Object.is(value, -0) || !(Math.abs(whole) <= maxWhole) || whole / divisor !== value) return null;
    found.push(whole);
  }
  return { places, divisor, wholes: found };
}

/** The values as whole numbers; null where that is not exact or not short. */
function wholes(values: readonly number[]): Wholes | null {
  const places = placesOf(values);
  if (places !== null) return multiples(values, 10 ** places, places);
  for (const divisor of divisors) {
    const found = multiples(values, divisor, null);
    if (found !== null) return found;
  }
  return null;
}

function varintLength(value: number): number {
  return Math.max(1, Math.ceil(Math.log2(2 * Math.abs(value) + 1) / 7));
}

function writePlanes(writer: ByteWriter, values: readonly number[]): void {
  writer.byte(planes);
  const bytes = new Uint8Array(Float64Array.from(values).buffer);
  const turned = new Uint8Array(bytes.length);
  let to = 0;
  for (let plane = 7; plane >= 0; plane -= 1) {
    let before = 0;
    for (let at = plane; at < bytes.length; at += 8) {
      const byte = bytes[at] ?? 0;
      turned[to] = byte ^ before;
      before = byte;
      to += 1;
    }
  }
  writer.raw(turned);
}

function readPlanes(reader: ByteReader, values: Float64Array): void {
  const turned = reader.raw(8 * values.length);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let from = 0;
  for (let plane = 7; plane >= 0; plane -= 1) {
    let before = 0;
    for (let at = plane; at < bytes.length; at += 8) {
      before ^= turned[from] ?? 0;
      bytes[at] = before;
      from += 1;
    }
  }
}

/** A column as distances between whole numbers, and the bytes that these take. */
interface Deltas {
  readonly wholes: Wholes;
  readonly deltas: readonly number[];
  readonly bytes: number;
}

function deltasOf(values: readonly number[]): Deltas | null {
  const found = wholes(values);
  if (found === null) return null;
  let [before, bytes] = [0, 0];
  const deltas = found.wholes.map((whole) => {
    const delta = whole - before;
    before = whole;
    bytes += varintLength(delta);
    return delta;
  });
  return { wholes: found, deltas, bytes };
}

function writeDeltas(writer: ByteWriter, { wholes: { places, divisor }, deltas }: Deltas): void {
  writer.byte(places === null ? fractions : decimal);
  if (places === null) writer.varint(divisor);
  else writer.byte(places);
  for (const delta of deltas) writer.signed(delta);
}

function writeSame(writer: ByteWriter, values: readonly number[]): boolean {
  const first = values[0] ?? 0;
  if (!values.every((value) => Object.is(value, first))) return false;
  writer.byte(same);
  writer.float(first);
  return true;
}

/** Writes a column of numbers; its length is not written. */
export function writeNumbers(writer: ByteWriter, values: readonly number[]): void {
  if (writeSame(writer, values)) return;
  const found = deltasOf(values);
  if (found === null || found.bytes > bytesWorthwhile * values.length) writePlanes(writer, values);
  else writeDeltas(writer, found);
}

/** Writes a column of numbers of which seven digits are wanted: exactly where that is no longer, else as 32-bit floats. */
export function writeRounded(writer: ByteWriter, values: readonly number[]): void {
  if (writeSame(writer, values)) return;
  const found = deltasOf(values);
  if (found === null || found.bytes > roundedBytes * values.length)
    writePlanes(writer, values.map(Math.fround));
  else writeDeltas(writer, found);
}

/** Room for numbers that are read, used over again: a query reads thousands of columns one after the other. */
export class NumberRoom {
  #numbers = new Float64Array(4096);
  #used = 0;

  /** Begins anew: what was read before does not hold any more. */
  clear(): void {
    this.#used = 0;
  }

  take(count: number): Float64Array {
    if (this.#used + count > this.#numbers.length) {
      this.#numbers = new Float64Array(Math.max(2 * this.#numbers.length, count));
      this.#used = 0;
    }
    this.#used += count;
    return this.#numbers.subarray(this.#used - count, this.#used);
  }
}

/**
 * Reads a column that {@link writeNumbers} wrote.
 * @param room where it is read to: it holds until that is cleared
 * @throws RangeError where the bytes are not such a column
 */
export function readNumbers(reader: ByteReader, count: number, room: NumberRoom): Float64Array {
  const form = reader.byte();
  if (form === same) return room.take(count).fill(reader.float());
  if (form !== planes && form !== decimal && form !== fractions) {
    throw new RangeError(`no form of numbers is ${String(form)}`);
  }
  const values = room.take(count);
  if (form === planes) {
    readPlanes(reader, values);
    return values;
  }
  const unit = form === decimal ? 10 ** reader.byte() : reader.varint();
  reader.sums(values);
  for (let place = 0; place < count; place += 1) values[place] = (values[place] ?? NaN) / unit;
  return values;
}

import type { ByteReader, ByteWriter } from '@hubscope/core/bytes';

/*
 * A column of numbers, exact to the last bit, in the shortest of three forms: one value for all; decimals of up to nine places as
 * whole numbers, each as its distance from the one before; else the bytes of float64, XORed with the value before and turned so that
 * the bytes that seldom change lie side by side, where deflate finds them.
 */
const same = 0;
const decimal = 1;
const planes = 2;

const maxPlaces = 9;
/** Larger whole numbers would leave the range in which a distance, doubled for its sign, is exact. */
const maxWhole = 2 ** 50;
/** A decimal column longer than this a value would be no shorter than its bytes. */
const bytesWorthwhile = 6;

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

/** The values as whole numbers of their last decimal place; null where that is not exact or not short. */
function wholes(values: readonly number[]): { places: number; wholes: number[] } | null {
  const places = placesOf(values);
  if (places === null) return null;
  const whole = values.map((value) => Math.round(value * 10 ** places));
  const exact = whole.every((each, place) => each / 10 ** places === values[place]);
  return exact && whole.every((each) => Math.abs(each) <= maxWhole) ? { places, wholes: whole } : null;
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

function readPlanes(reader: ByteReader, count: number): number[] {
  const turned = reader.raw(8 * count);
  const bytes = new Uint8Array(turned.length);
  let from = 0;
  for (let plane = 7; plane >= 0; plane -= 1) {
    let before = 0;
    for (let at = plane; at < bytes.length; at += 8) {
      before ^= turned[from] ?? 0;
      bytes[at] = before;
      from += 1;
    }
  }
  return [...new Float64Array(bytes.buffer)];
}

/** Writes a column of numbers; its length is not written. */
export function writeNumbers(writer: ByteWriter, values: readonly number[]): void {
  const first = values[0] ?? 0;
  if (values.every((value) => Object.is(value, first))) {
    writer.byte(same);
    writer.float(first);
    return;
  }
  const found = wholes(values);
  const deltas = found?.wholes.map(
    (whole, place) => whole - (place === 0 ? 0 : (found.wholes[place - 1] ?? 0)),
  );
  const length = deltas?.reduce((sum, delta) => sum + varintLength(delta), 0) ?? Infinity;
  if (found === null || deltas === undefined || length > bytesWorthwhile * values.length) {
    writePlanes(writer, values);
    return;
  }
  writer.byte(decimal);
  writer.byte(found.places);
  for (const delta of deltas) writer.signed(delta);
}

/** Reads a column that {@link writeNumbers} wrote. @throws RangeError where the bytes are not such a column. */
export function readNumbers(reader: ByteReader, count: number): number[] {
  const form = reader.byte();
  if (form === same) return new Array<number>(count).fill(reader.float());
  if (form === planes) return readPlanes(reader, count);
  if (form !== decimal) throw new RangeError(`no form of numbers is ${String(form)}`);
  const unit = 10 ** reader.byte();
  let whole = 0;
  return Array.from({ length: count }, () => {
    whole += reader.signed();
    return whole / unit;
  });
}

import { ByteReader, ByteWriter } from '../bytes/index.js';
import { Distribution } from './distribution.js';

/*
 * Layout: flags (1 fractional counts, 2 interpolated) · scale + 16 · sum, min, max as little-endian float64 · zero count ·
 * zig-zag index of the first filled bucket · number of filled buckets · for each: gap to the one before, count.
 * Whole numbers are LEB128 varints; counts are float64 where any of them is fractional.
 */
const fractional = 1;
const interpolated = 2;

/** A distribution as bytes: some 30 plus two or three a filled bucket. */
export function encodeDistribution(distribution: Distribution): Uint8Array {
  const writer = new ByteWriter();
  writeDistribution(writer, distribution);
  return writer.done();
}

/** Writes a distribution as {@link encodeDistribution} encodes it. */
export function writeDistribution(writer: ByteWriter, distribution: Distribution): void {
  const state = distribution.state();
  let whole = Number.isSafeInteger(state.zeroCount);
  let filled = 0;
  let first = 0;
  distribution.forEachBucket((count, index) => {
    if (filled === 0) first = index;
    filled += 1;
    whole &&= Number.isSafeInteger(count);
  });
  const count = (value: number): void => {
    if (whole) writer.varint(value);
    else writer.float(value);
  };
  writer.byte((whole ? 0 : fractional) + (state.interpolated ? interpolated : 0));
  writer.byte(state.scale + 16);
  writer.float(state.sum);
  writer.float(state.min);
  writer.float(state.max);
  count(state.zeroCount);
  let previous = first;
  writer.signed(previous);
  writer.varint(filled);
  distribution.forEachBucket((inBucket, index) => {
    writer.varint(index - previous);
    count(inBucket);
    previous = index;
  });
}

/** Reads what {@link encodeDistribution} wrote. @throws RangeError where the bytes end early. */
export function decodeDistribution(bytes: Uint8Array): Distribution {
  const reader = new ByteReader(bytes);
  const flags = reader.byte();
  const count = (): number => ((flags & fractional) === 0 ? reader.varint() : reader.float());
  const scale = reader.byte() - 16;
  const [sum, min, max] = [reader.float(), reader.float(), reader.float()];
  const zeroCount = count();
  let index = reader.signed();
  const buckets = Array.from({ length: reader.varint() }, (): [number, number] => {
    index += reader.varint();
    return [index, count()];
  });
  return Distribution.from(
    { scale, zeroCount, sum, min, max, interpolated: (flags & interpolated) !== 0 },
    buckets,
  );
}

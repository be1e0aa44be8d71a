import { ByteReader, ByteWriter } from '../bytes/index.js';
import { Distribution, maxBuckets } from './distribution.js';

/*
 * Layout: flags (1 fractional counts, 2 interpolated) · scale + 16 · sum, min, max as little-endian float64 · zero count ·
 * zig-zag index of the first filled bucket · number of filled buckets · for each: gap to the one before, count.
 * Whole numbers are LEB128 varints; counts are float64 where any of them is fractional.
 */
const fractional = 1;
const interpolated = 2;

/** A distribution as bytes: some 30 plus two or three a filled bucket. */
export function encodeDistribution(distribution: Distribution): Uint8Array {
  return encodedDistribution(distribution).done();
}

/** Written to by one call at a time: thousands of distributions a second need no room of their own. */
const indexes = new Int32Array(maxBuckets);
const counts = new Float64Array(maxBuckets);
const writer = new ByteWriter(1024);

/** The same in a writer that holds it until the next call, for who copies it elsewhere. */
export function encodedDistribution(distribution: Distribution): ByteWriter {
  writer.clear();
  const state = distribution.state();
  const filled = distribution.copyBuckets(indexes, counts);
  let whole = Number.isSafeInteger(state.zeroCount);
  for (let place = 0; place < filled; place += 1) whole &&= Number.isSafeInteger(counts[place]);
  writer.byte((whole ? 0 : fractional) + (state.interpolated ? interpolated : 0));
  writer.byte(state.scale + 16);
  writer.float(state.sum);
  writer.float(state.min);
  writer.float(state.max);
  writeCount(state.zeroCount, whole);
  let previous = filled === 0 ? 0 : (indexes[0] ?? 0);
  writer.signed(previous);
  writer.varint(filled);
  for (let place = 0; place < filled; place += 1) {
    const index = indexes[place] ?? 0;
    writer.varint(index - previous);
    writeCount(counts[place] ?? 0, whole);
    previous = index;
  }
  return writer;
}

function writeCount(count: number, whole: boolean): void {
  if (whole) writer.varint(count);
  else writer.float(count);
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

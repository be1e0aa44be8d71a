import { ByteReader, ByteWriter } from '../bytes/index.js';
import { Distribution, maxBuckets, type FilledBuckets } from './distribution.js';

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

/** What of an encoded distribution comes before its counts. */
export interface EncodedHead {
  readonly flags: number;
  /** The scale and 16. */
  readonly scale: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** Flags and scale, and with sum, least and greatest value: bytes of an encoded distribution before its counts. */
export const [encodedFlagBytes, encodedHeadBytes] = [2, 26];

/** A reader of encoded distributions: holds the one that was read last. */
export class EncodedDistribution implements FilledBuckets {
  count = 0;
  filled = 0;
  scale = 0;
  zeroCount = 0;
  sum = 0;
  min = 0;
  max = 0;
  interpolated = false;
  indexes = new Int32Array(64);
  counts = new Float64Array(64);

  /** @throws RangeError where the bytes end early */
  read(bytes: Uint8Array): this {
    const reader = new ByteReader(bytes);
    const [flags, scale] = [reader.byte(), reader.byte()];
    const [sum, min, max] = [reader.float(), reader.float(), reader.float()];
    return this.readCounts({ flags, scale, sum, min, max }, reader);
  }

  /**
   * The same where its head was read already.
   * @param reader stands at its counts
   * @param withBuckets without them it is known how many there are, and in none of its buckets
   */
  readCounts(head: EncodedHead, reader: ByteReader, withBuckets = true): this {
    const whole = (head.flags & fractional) === 0;
    this.scale = head.scale - 16;
    this.interpolated = (head.flags & interpolated) !== 0;
    [this.sum, this.min, this.max] = [head.sum, head.min, head.max];
    this.zeroCount = whole ? reader.varint() : reader.float();
    let index = reader.signed();
    this.filled = reader.varint();
    // Each bucket takes two bytes at least: what claims more than there can be is damaged.
    if (this.filled > reader.left) throw new RangeError('the bytes end early');
    if (whole && !withBuckets) {
      this.count = this.zeroCount + reader.sumOfSeconds(this.filled);
      this.filled = 0;
      return this;
    }
    if (this.filled > this.indexes.length) {
      this.indexes = new Int32Array(2 * this.filled);
      this.counts = new Float64Array(2 * this.filled);
    }
    if (whole) {
      this.count = this.zeroCount + reader.pairs(index, this.filled, this.indexes, this.counts);
      return this;
    }
    this.count = this.zeroCount;
    for (let place = 0; place < this.filled; place += 1) {
      index += reader.varint();
      const count = reader.float();
      this.indexes[place] = index;
      this.counts[place] = count;
      this.count += count;
    }
    return this;
  }
}

/** For one call at a time. */
const encoded = new EncodedDistribution();

/** Reads what {@link encodeDistribution} wrote. @throws RangeError where the bytes end early. */
export function decodeDistribution(bytes: Uint8Array): Distribution {
  return Distribution.from(encoded.read(bytes));
}

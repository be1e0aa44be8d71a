import { Buckets } from './buckets.js';
import { bucketIndex, coarsestScale, downscaledIndex, middle, recordingScale } from './scale.js';

/** Past this many buckets the scale is lowered: 1 ms to 100 s and beyond fits. */
export const maxBuckets = 1280;

/** Values below this (a nanosecond, where the unit is ms) count as zero, so that one of them can't cost all others their scale. */
export const zeroThreshold = 1e-6;

/** The state of a distribution, in plain numbers; what the encoding carries. */
export interface DistributionState {
  readonly scale: number;
  readonly zeroCount: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly interpolated: boolean;
}

/** The filled buckets of a distribution beside its state, lowest first; the arrays may be longer than that. */
export interface FilledBuckets extends DistributionState {
  /** How many values it holds. */
  readonly count: number;
  readonly filled: number;
  readonly indexes: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
}

/** Which value, counted from the least, a quantile is: a hair below the rank, so that sums of fractional counts do not step past their own total. */
const rankOf = (q: number, count: number): number => Math.max(q, 0) * count * (1 - 1e-12);

/** What stands for the values that count as zero. */
const nearZero = (min: number): number => Math.max(0, Math.min(min, zeroThreshold));

/** The same as {@link Distribution.quantile}, of buckets that are none's. */
export function quantileOf(of: FilledBuckets, q: number): number | null {
  if (of.count <= 0) return null;
  const rank = rankOf(q, of.count);
  let seen = of.zeroCount;
  if (seen >= rank && seen > 0) return nearZero(of.min);
  let found = of.max;
  for (let place = 0; place < of.filled; place += 1) {
    seen += of.counts[place] ?? 0;
    if (seen >= rank && seen > 0) {
      found = middle(of.indexes[place] ?? 0, of.scale);
      break;
    }
  }
  return Math.min(Math.max(found, of.min), of.max);
}

/**
 * A mergeable histogram of non-negative values with exponential buckets. Any quantile is within 0.55 % of a true one as long
 * as values span less than a factor of 10^6 (else the scale is lowered and {@link coarse} says so). Counts may be fractional:
 * a sampled span stands for its adjusted count.
 */
export class Distribution {
  #scale = recordingScale;
  readonly #buckets = new Buckets();
  #count = 0;
  #zeroCount = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;
  #interpolated = false;

  /** How many values it holds. */
  get count(): number {
    return this.#count;
  }

  /** How many of them are zero (or below {@link zeroThreshold}). */
  get zeroCount(): number {
    return this.#zeroCount;
  }

  get sum(): number {
    return this.#sum;
  }

  /** Buckets are 2^(2^-scale) wide. */
  get scale(): number {
    return this.#scale;
  }

  /** Whether a quantile may be more than 1 % off: the scale was lowered, or values came in as wide buckets. */
  get coarse(): boolean {
    return this.#interpolated || this.#scale < recordingScale;
  }

  /** The least value, null when empty. */
  min(): number | null {
    return this.#count > 0 ? this.#min : null;
  }

  /** The greatest value, null when empty. */
  max(): number | null {
    return this.#count > 0 ? this.#max : null;
  }

  /** The arithmetic mean, null when empty. */
  mean(): number | null {
    return this.#count > 0 ? this.#sum / this.#count : null;
  }

  /** Adds a value `count` times. @throws RangeError for a negative or non-finite value, or a count that is not above 0. */
  record(value: number, count = 1): void {
    if (!(value >= 0 && value < Infinity)) throw new RangeError(`${String(value)} is not a duration`);
    if (!(count > 0 && count < Infinity)) throw new RangeError(`${String(count)} is not a count`);
    this.#count += count;
    this.#sum += value * count;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    if (value < zeroThreshold) this.#zeroCount += count;
    else {
      const index = bucketIndex(value, this.#scale);
      if (this.#buckets.has(index)) this.#buckets.add(index, count);
      else {
        this.#makeRoom(index, index);
        this.#buckets.add(bucketIndex(value, this.#scale), count);
      }
    }
  }

  /**
   * Adds all that another distribution holds, or the given share (0–1) of each of its counts; the coarser scale of the two
   * wins.
   */
  merge(other: Distribution, share = 1): void {
    if (other.#count === 0) return;
    this.#count += other.#count * share;
    this.#zeroCount += other.#zeroCount * share;
    this.#sum += other.#sum * share;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#interpolated ||= other.#interpolated;
    if (other.#scale < this.#scale) this.downscale(other.#scale);
    if (other.#buckets.length === 0) return;
    const { offset, length } = other.#buckets;
    const toMine = other.#scale - this.#scale;
    this.#makeRoom(downscaledIndex(offset, toMine), downscaledIndex(offset + length - 1, toMine));
    const steps = other.#scale - this.#scale;
    if (steps === 0) {
      this.#buckets.addAll(other.#buckets, share);
      return;
    }
    other.#buckets.forEach((count, index) => {
      this.#buckets.add(downscaledIndex(index, steps), count * share);
    });
  }

  /** Lowers the scale (never raises it). @throws RangeError below the coarsest scale. */
  downscale(scale: number): void {
    if (scale < coarsestScale)
      throw new RangeError(`scale ${String(scale)} is below ${String(coarsestScale)}`);
    if (scale >= this.#scale) return;
    this.#buckets.downscale(this.#scale - scale);
    this.#scale = scale;
  }

  /**
   * The value below or at which the share `q` (0–1) of all values lies (nearest rank), to within half a bucket;
   * null when empty.
   */
  quantile(q: number): number | null {
    if (this.#count <= 0) return null;
    const rank = rankOf(q, this.#count);
    let seen = this.#zeroCount;
    if (seen >= rank && seen > 0) return nearZero(this.#min);
    let found = this.#max;
    const last = this.#buckets.offset + this.#buckets.length;
    for (let index = this.#buckets.offset; index < last; index += 1) {
      seen += this.#buckets.at(index);
      if (seen >= rank && seen > 0) {
        found = middle(index, this.#scale);
        break;
      }
    }
    return Math.min(Math.max(found, this.#min), this.#max);
  }

  clone(): Distribution {
    return Distribution.of([this]);
  }

  /** All of them as one, with room for their buckets from the first: to merge them one by one grows it again and again. */
  static of(parts: readonly Distribution[]): Distribution {
    const made = new Distribution();
    let low = Infinity;
    let high = -Infinity;
    for (const part of parts) made.#scale = Math.min(made.#scale, part.#scale);
    for (const part of parts) {
      const { offset, length } = part.#buckets;
      if (length === 0) continue;
      const steps = part.#scale - made.#scale;
      low = Math.min(low, downscaledIndex(offset, steps));
      high = Math.max(high, downscaledIndex(offset + length - 1, steps));
    }
    if (low <= high) made.#makeRoom(low, high);
    for (const part of parts) made.merge(part);
    return made;
  }

  /** Visits the filled buckets, lowest first; bucket `index` holds (base^index, base^(index+1)]. */
  forEachBucket(visit: (count: number, index: number) => void): void {
    this.#buckets.forEach(visit);
  }

  /** Copies the filled buckets, lowest first, into arrays of `maxBuckets`. @returns how many there are */
  copyBuckets(indexes: Int32Array, counts: Float64Array): number {
    return this.#buckets.copyFilled(indexes, counts);
  }

  /** The state beside the buckets. */
  state(): DistributionState {
    return {
      scale: this.#scale,
      zeroCount: this.#zeroCount,
      sum: this.#sum,
      min: this.#min,
      max: this.#max,
      interpolated: this.#interpolated,
    };
  }

  /** Adds all that buckets hold which are none's; the coarser scale of the two wins. The caller vouches that they belong to their state. */
  mergeFilled(other: FilledBuckets): void {
    if (other.count === 0) return;
    this.#count += other.count;
    this.#zeroCount += other.zeroCount;
    this.#sum += other.sum;
    this.#min = Math.min(this.#min, other.min);
    this.#max = Math.max(this.#max, other.max);
    this.#interpolated ||= other.interpolated;
    if (other.scale < this.#scale) this.downscale(other.scale);
    if (other.filled === 0) return;
    const toMine = other.scale - this.#scale;
    const [low = 0, high = 0] = [other.indexes[0], other.indexes[other.filled - 1]];
    this.#makeRoom(downscaledIndex(low, toMine), downscaledIndex(high, toMine));
    this.#buckets.addFilled(other, other.scale - this.#scale);
  }

  /** Holds nothing again, in the room that it has. */
  clear(): void {
    this.#buckets.clear();
    this.#scale = recordingScale;
    [this.#count, this.#zeroCount, this.#sum] = [0, 0, 0];
    [this.#min, this.#max, this.#interpolated] = [Infinity, -Infinity, false];
  }

  /** Builds a distribution from its state and its filled buckets; the caller vouches that they belong together. */
  static from(state: FilledBuckets): Distribution {
    const made = new Distribution();
    made.#scale = state.scale;
    made.mergeFilled(state);
    return made;
  }

  /** Lowers the scale until the buckets from `low` to `high` (at the present scale) fit. */
  #makeRoom(low: number, high: number): void {
    let steps = 0;
    let [first, last] = [low, high];
    if (this.#buckets.length > 0) {
      first = Math.min(low, this.#buckets.offset);
      last = Math.max(high, this.#buckets.offset + this.#buckets.length - 1);
    }
    while (downscaledIndex(last, steps) - downscaledIndex(first, steps) + 1 > maxBuckets) steps += 1;
    if (steps > 0) this.downscale(this.#scale - steps);
    this.#buckets.cover(downscaledIndex(low, steps), downscaledIndex(high, steps));
  }
}

import type { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import { decodeDistribution, EncodedDistribution } from '@hubscope/core/distribution';
import type { Fold, Reading } from '@hubscope/core/signal';
import { writeDistributions, writeRatios, writeSums } from './columns.js';
import type { Readings } from './readings.js';
import { readSeconds } from './rows.js';

/** Seconds a chunk. */
export const chunkSeconds = 300;

/** Room for the first values of a signal, bytes: it grows a few times in a chunk, not with every other second. */
const leastBlobs = 1024;

/** Variable-length values of the seconds of a chunk, appended to one buffer. */
class Blobs {
  #bytes = new Uint8Array(0);
  #used = 0;
  readonly #offsets = new Uint32Array(chunkSeconds);
  readonly #lengths = new Uint32Array(chunkSeconds);

  /** Takes bytes with their length before them. */
  put(place: number, reader: ByteReader): void {
    const length = reader.varint();
    // A replacement is appended too; the room of the one before is lost until the chunk goes.
    if (this.#used + length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(leastBlobs, Math.ceil((this.#used + length) * 1.5)));
      grown.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = grown;
    }
    reader.copy(length, this.#bytes, this.#used);
    this.#offsets[place] = this.#used;
    this.#lengths[place] = length;
    this.#used += length;
  }

  clear(place: number): void {
    this.#lengths[place] = 0;
  }

  get(place: number): Uint8Array | null {
    const length = this.#lengths[place] ?? 0;
    const offset = this.#offsets[place] ?? 0;
    return length === 0 ? null : this.#bytes.subarray(offset, offset + length);
  }

  get size(): number {
    return this.#bytes.length + 8 * chunkSeconds;
  }
}

/** The readings of one signal in a chunk. Of classes: there are tens of thousands, and a closure for each of their functions would cost more than their values. */
export interface Lane {
  /** Reads what follows the kind of a reading. */
  put(place: number, reader: ByteReader, kind: number): void;
  /** Nothing is known of a place any more. */
  clear(place: number): void;
  get(place: number): Reading | null;
  has(place: number): boolean;
  /** What is known at these places, side by side. */
  readings(known: readonly number[]): Readings;
  /** Writes the same as a column of a block, but for its extremes. */
  pack(writer: ByteWriter, known: readonly number[]): void;
  readonly size: number;
}

const at = (values: Float64Array, places: readonly number[]): number[] =>
  places.map((place) => values[place] ?? NaN);

/** For one call at a time. */
const encoded = new EncodedDistribution();

class SumLane implements Lane {
  readonly #values = new Float64Array(chunkSeconds).fill(NaN);
  /** For how many seconds each stands, where one does for others than its own. */
  #seconds: Float64Array | null = null;

  put(place: number, reader: ByteReader, kind: number): void {
    this.#values[place] = reader.float();
    const stands = readSeconds(reader, kind);
    if (stands !== 1) this.#seconds ??= new Float64Array(chunkSeconds).fill(1);
    if (this.#seconds !== null) this.#seconds[place] = stands;
  }

  clear(place: number): void {
    this.#values[place] = NaN;
  }

  get(place: number): Reading | null {
    const value = this.#values[place] ?? NaN;
    return Number.isNaN(value) ? null : { fold: 'sum', value, seconds: this.#seconds?.[place] ?? 1 };
  }

  has(place: number): boolean {
    return !Number.isNaN(this.#values[place] ?? NaN);
  }

  readings(known: readonly number[]): Readings {
    return {
      fold: 'sum',
      values: Float64Array.from(at(this.#values, known)),
      seconds: Float64Array.from(this.#secondsAt(known)),
    };
  }

  pack(writer: ByteWriter, known: readonly number[]): void {
    writeSums(writer, at(this.#values, known), this.#secondsAt(known));
  }

  get size(): number {
    return 8 * chunkSeconds * (this.#seconds === null ? 1 : 2);
  }

  #secondsAt(places: readonly number[]): number[] {
    return this.#seconds === null ? places.map(() => 1) : at(this.#seconds, places);
  }
}

class RatioLane implements Lane {
  readonly #numerators = new Float64Array(chunkSeconds).fill(NaN);
  readonly #denominators = new Float64Array(chunkSeconds).fill(NaN);

  put(place: number, reader: ByteReader): void {
    this.#numerators[place] = reader.float();
    this.#denominators[place] = reader.float();
  }

  clear(place: number): void {
    this.#numerators[place] = NaN;
    this.#denominators[place] = NaN;
  }

  get(place: number): Reading | null {
    const numerator = this.#numerators[place] ?? NaN;
    const denominator = this.#denominators[place] ?? NaN;
    return Number.isNaN(numerator) ? null : { fold: 'ratio', numerator, denominator };
  }

  has(place: number): boolean {
    return !Number.isNaN(this.#numerators[place] ?? NaN);
  }

  readings(known: readonly number[]): Readings {
    return {
      fold: 'ratio',
      numerators: Float64Array.from(at(this.#numerators, known)),
      denominators: Float64Array.from(at(this.#denominators, known)),
    };
  }

  pack(writer: ByteWriter, known: readonly number[]): void {
    writeRatios(writer, at(this.#numerators, known), at(this.#denominators, known));
  }

  get size(): number {
    return 16 * chunkSeconds;
  }
}

class DistributionLane implements Lane {
  readonly #blobs = new Blobs();

  put(place: number, reader: ByteReader): void {
    this.#blobs.put(place, reader);
  }

  clear(place: number): void {
    this.#blobs.clear(place);
  }

  get(place: number): Reading | null {
    const bytes = this.#blobs.get(place);
    return bytes === null ? null : { fold: 'distribution', distribution: decodeDistribution(bytes) };
  }

  has(place: number): boolean {
    return this.#blobs.get(place) !== null;
  }

  readings(known: readonly number[]): Readings {
    return {
      fold: 'distribution',
      load: (index) => encoded.read(this.#blobs.get(known[index] ?? -1) ?? new Uint8Array(0)),
    };
  }

  pack(writer: ByteWriter, known: readonly number[]): void {
    writeDistributions(
      writer,
      known.flatMap((place) => this.#blobs.get(place) ?? []),
    );
  }

  get size(): number {
    return this.#blobs.size;
  }
}

/** A lane for readings of a folding. Null for cores: they are shown live and have no statistic to ask history for. */
export function laneOf(fold: Fold): Lane | null {
  switch (fold) {
    case 'sum':
      return new SumLane();
    case 'ratio':
      return new RatioLane();
    case 'distribution':
      return new DistributionLane();
    case 'cores':
      return null;
  }
}

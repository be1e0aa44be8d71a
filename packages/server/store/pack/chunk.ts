import type { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import { decodeDistribution, EncodedDistribution } from '@hubscope/core/distribution';
import type { IndexedSignal, Reading } from '@hubscope/core/signal';
import { packBlock, type PlainColumn } from './block.js';
import { columnOf, writeDistributions, writeRatios, writeSums } from './columns.js';
import type { Readings } from './readings.js';
import { foldOfKind, readSeconds, skipReading, type RowReadings } from './rows.js';
import type { Stretches } from './stretches.js';

/** Seconds a chunk; arrays are made when a signal first has a value in one. */
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

interface Lane {
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

function sumLane(): Lane {
  const values = new Float64Array(chunkSeconds).fill(NaN);
  /** For how many seconds each stands, where one does for others than its own. */
  let seconds: Float64Array | null = null;
  const secondsAt = (places: readonly number[]): number[] =>
    seconds === null ? places.map(() => 1) : at(seconds, places);
  return {
    put(place, reader, kind) {
      values[place] = reader.float();
      const stands = readSeconds(reader, kind);
      if (stands !== 1) seconds ??= new Float64Array(chunkSeconds).fill(1);
      if (seconds !== null) seconds[place] = stands;
    },
    clear(place) {
      values[place] = NaN;
    },
    get(place) {
      const value = values[place] ?? NaN;
      return Number.isNaN(value) ? null : { fold: 'sum', value, seconds: seconds?.[place] ?? 1 };
    },
    has: (place) => !Number.isNaN(values[place] ?? NaN),
    readings: (known) => ({
      fold: 'sum',
      values: Float64Array.from(at(values, known)),
      seconds: Float64Array.from(secondsAt(known)),
    }),
    pack(writer, known) {
      writeSums(writer, at(values, known), secondsAt(known));
    },
    get size() {
      return 8 * chunkSeconds * (seconds === null ? 1 : 2);
    },
  };
}

function ratioLane(): Lane {
  const numerators = new Float64Array(chunkSeconds).fill(NaN);
  const denominators = new Float64Array(chunkSeconds).fill(NaN);
  return {
    put(place, reader) {
      numerators[place] = reader.float();
      denominators[place] = reader.float();
    },
    clear(place) {
      numerators[place] = NaN;
      denominators[place] = NaN;
    },
    get(place) {
      const numerator = numerators[place] ?? NaN;
      const denominator = denominators[place] ?? NaN;
      return Number.isNaN(numerator) ? null : { fold: 'ratio', numerator, denominator };
    },
    has: (place) => !Number.isNaN(numerators[place] ?? NaN),
    readings: (known) => ({
      fold: 'ratio',
      numerators: Float64Array.from(at(numerators, known)),
      denominators: Float64Array.from(at(denominators, known)),
    }),
    pack(writer, known) {
      writeRatios(writer, at(numerators, known), at(denominators, known));
    },
    size: 16 * chunkSeconds,
  };
}

function distributionLane(): Lane {
  const blobs = new Blobs();
  return {
    put(place, reader) {
      blobs.put(place, reader);
    },
    clear(place) {
      blobs.clear(place);
    },
    get(place) {
      const bytes = blobs.get(place);
      return bytes === null ? null : { fold: 'distribution', distribution: decodeDistribution(bytes) };
    },
    has: (place) => blobs.get(place) !== null,
    readings: (known) => ({
      fold: 'distribution',
      load: (index) => encoded.read(blobs.get(known[index] ?? -1) ?? new Uint8Array(0)),
    }),
    pack(writer, known) {
      writeDistributions(
        writer,
        known.flatMap((place) => blobs.get(place) ?? []),
      );
    },
    get size() {
      return blobs.size;
    },
  };
}

/** Cores are shown live and have no statistic to ask history for. */
const lanes = { sum: sumLane, ratio: ratioLane, distribution: distributionLane, cores: null };

/** The readings of one hub or component for {@link chunkSeconds} seconds, packed. */
export class Chunk {
  readonly #signals: readonly IndexedSignal[];
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #present = new Uint8Array(chunkSeconds);
  /** How many seconds have a point. */
  points = 0;

  constructor(signals: readonly IndexedSignal[]) {
    this.#signals = signals;
  }

  /** Takes a row as what is known of a second. */
  put(place: number, rows: RowReadings, row: number): void {
    if (this.#present[place] === 0) this.points += 1;
    else for (const lane of this.#lanes) lane?.clear(place);
    this.#present[place] = 1;
    const reader = rows.at(row);
    for (let left = reader.varint(); left > 0; left -= 1) {
      const signal = rows.signals[reader.varint()] ?? null;
      const kind = reader.byte();
      const lane = signal?.fold === foldOfKind(kind) ? this.#lane(signal) : null;
      if (lane === null) skipReading(reader, kind);
      else lane.put(place, reader, kind);
    }
  }

  #lane({ index, fold }: IndexedSignal): Lane | null {
    const lane = this.#lanes[index];
    if (lane !== undefined) return lane;
    const made = lanes[fold]?.() ?? null;
    if (made !== null) this.#lanes[index] = made;
    return made;
  }

  has(place: number): boolean {
    return this.#present[place] === 1;
  }

  get(place: number, signal: IndexedSignal): Reading | null {
    return this.#lanes[signal.index]?.get(place) ?? null;
  }

  /** Gives its columns to steps that are under way. @param start the second with which it begins */
  feed(start: number, stretches: Stretches): void {
    for (const signal of stretches.signals) {
      const lane = this.#lanes[signal.index];
      if (lane === undefined) continue;
      const places = Array.from(this.#present.keys()).filter((place) => this.has(place) && lane.has(place));
      const column = { readings: lane.readings(places), extremes: null };
      stretches.take(signal, { start, seconds: 1, places }, column);
    }
  }

  /** The whole chunk as a packed block. @param level how hard deflate tries, 1–9 */
  packed(level?: number): Uint8Array {
    const places = Array.from(this.#present.keys()).filter((place) => this.has(place));
    const columns = this.#signals.flatMap(({ name, index }): PlainColumn[] => {
      const lane = this.#lanes[index];
      const known = lane === undefined ? [] : places.filter((place) => lane.has(place));
      if (lane === undefined || known.length === 0) return [];
      const bytes = columnOf((writer) => {
        lane.pack(writer, known);
      });
      return [{ name, known, bytes }];
    });
    return packBlock(places, columns, level);
  }

  /** Bytes that its values take. */
  get size(): number {
    return this.#lanes.reduce((size, lane) => size + (lane?.size ?? 0), chunkSeconds);
  }
}

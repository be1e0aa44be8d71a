import { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import {
  EncodedDistribution,
  encodedFlagBytes as flagBytes,
  encodedHeadBytes as headBytes,
  encodeDistribution,
} from '@hubscope/core/distribution';
import { statisticsOf, type Fold, type Reading } from '@hubscope/core/signal';
import { NumberRoom, readNumbers, writeNumbers, writeRounded } from './numbers.js';
import { readingAt, type ManyExtremes, type Readings, type RolledReadings } from './readings.js';
import type { Rolled } from './rolled.js';

const floatBytes = 8;

/** A signal in a form of columns: readings of one folding, written side by side and read back. */
interface Form {
  write(writer: ByteWriter, readings: readonly Reading[]): void;
  read(reader: ByteReader, count: number): Readings;
}

/** Sums side by side. @param seconds how many each is of */
export function writeSums(writer: ByteWriter, values: readonly number[], seconds: readonly number[]): void {
  writeNumbers(writer, values);
  writeNumbers(writer, seconds);
}

/** Ratios side by side. */
export function writeRatios(
  writer: ByteWriter,
  numerators: readonly number[],
  denominators: readonly number[],
): void {
  writeNumbers(writer, numerators);
  writeNumbers(writer, denominators);
}

/** Encoded distributions side by side, cut into what is alike from one to the next: flags, three floats, buckets. */
export function writeDistributions(writer: ByteWriter, encoded: readonly Uint8Array[]): void {
  for (const bytes of encoded) writer.raw(bytes.subarray(0, flagBytes));
  const views = encoded.map((bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  for (const at of [0, 1, 2]) {
    writeNumbers(
      writer,
      views.map((view) => view.getFloat64(flagBytes + floatBytes * at, true)),
    );
  }
  for (const bytes of encoded) writer.blob(bytes.subarray(headBytes));
}

const sums: Form = {
  write(writer, readings) {
    const known = readings.filter((reading) => reading.fold === 'sum');
    writeSums(
      writer,
      known.map(({ value }) => value),
      known.map(({ seconds }) => seconds),
    );
  },
  read(reader, count) {
    return {
      fold: 'sum',
      values: readNumbers(reader, count, room),
      seconds: readNumbers(reader, count, room),
    };
  },
};

const ratios: Form = {
  write(writer, readings) {
    const known = readings.filter((reading) => reading.fold === 'ratio');
    writeRatios(
      writer,
      known.map(({ numerator }) => numerator),
      known.map(({ denominator }) => denominator),
    );
  },
  read(reader, count) {
    const numerators = readNumbers(reader, count, room);
    return { fold: 'ratio', numerators, denominators: readNumbers(reader, count, room) };
  },
};

const distributions: Form = {
  write(writer, readings) {
    const known = readings.filter((reading) => reading.fold === 'distribution');
    writeDistributions(
      writer,
      known.map(({ distribution }) => encodeDistribution(distribution)),
    );
  },
  read(reader, count) {
    const flags = reader.raw(flagBytes * count);
    const [sums, least, greatest] = [0, 1, 2].map(() => readNumbers(reader, count, room));
    const counts = room.take(count);
    for (let place = 0; place < count; place += 1) {
      const length = reader.varint();
      counts[place] = reader.at;
      reader.moveTo(reader.at + length);
    }
    return {
      fold: 'distribution',
      load(place, withBuckets) {
        const head = {
          flags: flags[flagBytes * place] ?? 0,
          scale: flags[flagBytes * place + 1] ?? 0,
          sum: sums?.[place] ?? 0,
          min: least?.[place] ?? 0,
          max: greatest?.[place] ?? 0,
        };
        return encoded.readCounts(head, reader.moveTo(counts[place] ?? 0), withBuckets);
      },
    };
  },
};

/** For one column at a time. */
const encoded = new EncodedDistribution();
const room = new NumberRoom();

/** Cores are shown live and have no statistic to ask history for. */
const forms = { sum: sums, ratio: ratios, distribution: distributions, cores: null };

/** Whether readings of a folding are kept. */
export function isKept(fold: Fold): boolean {
  return forms[fold] !== null;
}

/** The column of a signal: all its known readings in a block, with their extremes where they are of more than a second. */
export function writeColumn(fold: Fold, known: readonly Rolled[]): Uint8Array {
  const form = forms[fold];
  if (form === null) return new Uint8Array(0);
  return columnOf(
    (writer) => {
      form.write(
        writer,
        known.map(({ reading }) => reading),
      );
    },
    known.some(({ extremes }) => extremes !== null)
      ? (writer) => {
          writeExtremes(writer, fold, known);
        }
      : null,
  );
}

/** A column of its readings and, where there are any, their extremes. */
export function columnOf(
  readings: (writer: ByteWriter) => void,
  extremes: ((writer: ByteWriter) => void) | null = null,
): Uint8Array {
  const writer = new ByteWriter(4096);
  readings(writer);
  writer.byte(Number(extremes !== null));
  extremes?.(writer);
  return writer.done();
}

/** Extremes are drawn, never compared: a ten-millionth of a value is less than a pixel. */
function writeExtremes(writer: ByteWriter, fold: Fold, known: readonly Rolled[]): void {
  for (const place of statisticsOf(fold).keys()) {
    writeRounded(
      writer,
      known.map(({ extremes }) => extremes?.low[place] ?? NaN),
    );
    writeRounded(
      writer,
      known.map(({ extremes }) => extremes?.high[place] ?? NaN),
    );
  }
}

function readExtremes(reader: ByteReader, fold: Fold, count: number): ManyExtremes {
  const pairs = statisticsOf(fold).map(
    () => [readNumbers(reader, count, room), readNumbers(reader, count, room)] as const,
  );
  return { low: pairs.map(([low]) => low), high: pairs.map(([, high]) => high) };
}

/**
 * Reads a column that {@link writeColumn} wrote; it holds until the next is read.
 * @param withExtremes whether these are wanted
 * @returns null for a folding that is not kept
 */
export function readReadings(
  fold: Fold,
  bytes: Uint8Array,
  count: number,
  withExtremes: boolean,
): RolledReadings | null {
  room.clear();
  const reader = new ByteReader(bytes);
  const readings = forms[fold]?.read(reader, count) ?? null;
  if (readings === null) return null;
  const extremes = withExtremes && reader.byte() !== 0 ? readExtremes(reader, fold, count) : null;
  return { readings, extremes };
}

/** The same, each for itself. */
export function readColumn(fold: Fold, bytes: Uint8Array, count: number): Rolled[] {
  const found = readReadings(fold, bytes, count, true);
  if (found === null) return [];
  const { readings, extremes } = found;
  const at = (values: readonly Float64Array[], place: number): number[] =>
    values.map((each) => each[place] ?? NaN);
  return Array.from({ length: count }, (_, place) => ({
    reading: readingAt(readings, place),
    extremes: extremes === null ? null : { low: at(extremes.low, place), high: at(extremes.high, place) },
  }));
}

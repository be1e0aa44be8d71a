import { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import { decodeDistribution, encodeDistribution } from '@hubscope/core/distribution';
import { statisticsOf, type Fold, type Reading } from '@hubscope/core/signal';
import { readNumbers, writeNumbers, writeRounded } from './numbers.js';
import type { Rolled } from './rolled.js';

/** Bytes of an encoded distribution before its sum, its least and its greatest value, and of these. */
const flagBytes = 2;
const floatBytes = 8;
const headBytes = flagBytes + 3 * floatBytes;

/** A signal in a form of columns: readings of one folding, written side by side and read back. */
interface Form {
  write(writer: ByteWriter, readings: readonly Reading[]): void;
  read(reader: ByteReader, count: number): Reading[];
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
    const values = readNumbers(reader, count);
    const seconds = readNumbers(reader, count);
    return values.map((value, place) => ({ fold: 'sum', value, seconds: seconds[place] ?? 1 }));
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
    const numerators = readNumbers(reader, count);
    const denominators = readNumbers(reader, count);
    return numerators.map((numerator, place) => ({
      fold: 'ratio',
      numerator,
      denominator: denominators[place] ?? 0,
    }));
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
    const [sum = [], min = [], max = []] = [0, 1, 2].map(() => readNumbers(reader, count));
    const writer = new ByteWriter(256);
    return Array.from({ length: count }, (_, place) => {
      writer.clear();
      writer.raw(flags.subarray(flagBytes * place, flagBytes * (place + 1)));
      for (const floats of [sum, min, max]) writer.float(floats[place] ?? 0);
      writer.raw(reader.blob());
      return { fold: 'distribution', distribution: decodeDistribution(writer.written()) };
    });
  },
};

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

/** Reads a column that {@link writeColumn} wrote. */
export function readColumn(fold: Fold, bytes: Uint8Array, count: number): Rolled[] {
  const reader = new ByteReader(bytes);
  const readings = forms[fold]?.read(reader, count) ?? [];
  if (reader.byte() === 0) return readings.map((reading) => ({ reading, extremes: null }));
  const pairs = statisticsOf(fold).map(
    () => [readNumbers(reader, count), readNumbers(reader, count)] as const,
  );
  return readings.map((reading, place) => ({
    reading,
    extremes: {
      low: pairs.map(([low]) => low[place] ?? NaN),
      high: pairs.map(([, high]) => high[place] ?? NaN),
    },
  }));
}

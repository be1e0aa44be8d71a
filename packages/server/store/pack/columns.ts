import { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import { decodeDistribution, encodeDistribution } from '@hubscope/core/distribution';
import { statisticsOf, type Fold, type Reading } from '@hubscope/core/signal';
import { readNumbers, writeNumbers } from './numbers.js';
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

const sums: Form = {
  write(writer, readings) {
    const known = readings.filter((reading) => reading.fold === 'sum');
    writeNumbers(
      writer,
      known.map(({ value }) => value),
    );
    writeNumbers(
      writer,
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
    writeNumbers(
      writer,
      known.map(({ numerator }) => numerator),
    );
    writeNumbers(
      writer,
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

/** The encoding of a distribution, cut into what is alike from one to the next: flags, three floats, buckets. */
const distributions: Form = {
  write(writer, readings) {
    const known = readings.filter((reading) => reading.fold === 'distribution');
    const encoded = known.map(({ distribution }) => encodeDistribution(distribution));
    for (const bytes of encoded) writer.raw(bytes.subarray(0, flagBytes));
    for (const at of [0, 1, 2]) {
      const floats = encoded.map((bytes) =>
        new DataView(bytes.buffer, bytes.byteOffset).getFloat64(flagBytes + floatBytes * at, true),
      );
      writeNumbers(writer, floats);
    }
    for (const bytes of encoded) writer.blob(bytes.subarray(headBytes));
  },
  read(reader, count) {
    const flags = reader.raw(flagBytes * count);
    const [sum = [], min = [], max = []] = [0, 1, 2].map(() => readNumbers(reader, count));
    return Array.from({ length: count }, (_, place) => {
      const writer = new ByteWriter();
      writer.raw(flags.subarray(flagBytes * place, flagBytes * (place + 1)));
      for (const floats of [sum, min, max]) writer.float(floats[place] ?? 0);
      writer.raw(reader.blob());
      return { fold: 'distribution', distribution: decodeDistribution(writer.done()) };
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
  const writer = new ByteWriter();
  const form = forms[fold];
  if (form === null) return writer.done();
  form.write(
    writer,
    known.map(({ reading }) => reading),
  );
  const rolled = known.some(({ extremes }) => extremes !== null);
  writer.byte(Number(rolled));
  if (!rolled) return writer.done();
  for (const place of statisticsOf(fold).keys()) {
    // As 32-bit floats: extremes are drawn, never compared, and a ten-millionth of a value is less than a pixel.
    writeNumbers(
      writer,
      known.map(({ extremes }) => Math.fround(extremes?.low[place] ?? NaN)),
    );
    writeNumbers(
      writer,
      known.map(({ extremes }) => Math.fround(extremes?.high[place] ?? NaN)),
    );
  }
  return writer.done();
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

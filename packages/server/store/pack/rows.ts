import { ByteReader, type ByteWriter } from '@hubscope/core/bytes';
import { encodedDistribution } from '@hubscope/core/distribution';
import {
  hubId,
  type Fold,
  type HubId,
  type IndexedSignal,
  type Point,
  type Reading,
} from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';

/*
 * Rows are points as bytes, one after the other: whether hub and second are others than of the row before, and then these · whether it
 * is a component's, and then its name · how many readings are known · for each: its signal's number, what kind it is, its numbers.
 */

/** A row takes about so much: room is made once. */
export const rowBytes = 160;

/** Whose point it is, and of which second. */
export type RowHead = Pick<Point, 'hub' | 'component' | 'second'>;

/** What kind a reading is, in a byte. */
const kinds = { none: 0, second: 1, sum: 2, ratio: 3, distribution: 4 } as const;
const foldOf: readonly (Fold | null)[] = [null, 'sum', 'sum', 'ratio', 'distribution'];

/** The fold of the readings of a kind; null where there is none. @throws RangeError for a kind that there is not */
export function foldOfKind(kind: number): Fold | null {
  const fold = foldOf[kind];
  if (fold === undefined) throw new RangeError('no reading is of this kind');
  return fold;
}

/** For how many seconds a sum stands, where its kind and its value were read. */
export function readSeconds(reader: ByteReader, kind: number): number {
  return kind === kinds.sum ? reader.float() : 1;
}

/** Reads over what follows a kind. */
export function skipReading(reader: ByteReader, kind: number): void {
  const fold = foldOfKind(kind);
  if (fold === 'distribution') reader.blob();
  else if (fold !== null) reader.raw(kind === kinds.second ? 8 : 16);
}

function writeReading(writer: ByteWriter, reading: Reading): void {
  // Cores are shown live and have no statistic to ask history for.
  if (reading.fold === 'cores') writer.byte(kinds.none);
  else if (reading.fold === 'ratio') {
    writer.byte(kinds.ratio);
    writer.float(reading.numerator);
    writer.float(reading.denominator);
  } else if (reading.fold === 'distribution') {
    writer.byte(kinds.distribution);
    writer.blobOf(encodedDistribution(reading.distribution));
  } else {
    writer.byte(reading.seconds === 1 ? kinds.second : kinds.sum);
    writer.float(reading.value);
    if (reading.seconds !== 1) writer.float(reading.seconds);
  }
}

function writeReadings(writer: ByteWriter, readings: readonly (Reading | null)[]): void {
  let known = 0;
  for (const reading of readings) if (reading !== null) known += 1;
  writer.varint(known);
  for (let index = 0; index < readings.length; index += 1) {
    const reading = readings[index] ?? null;
    if (reading === null) continue;
    writer.varint(index);
    writeReading(writer, reading);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function writeText(writer: ByteWriter, value: string): void {
  if (!writer.ascii(value)) writer.blob(encoder.encode(value));
}

function writeHead(writer: ByteWriter, head: RowHead, before: RowHead | undefined): void {
  const again = head.hub === before?.hub && head.second === before.second;
  writer.byte(Number(!again));
  if (!again) {
    writeText(writer, head.hub);
    writer.varint(head.second);
  }
  writer.byte(Number(head.component !== null));
  if (head.component !== null) writeText(writer, head.component);
}

/** The readings of rows, each read when it is asked for. Nothing of the points that they were made of is held. */
export class RowReadings {
  /** The signals that the rows' numbers stand for; null for one that there is no longer. */
  readonly signals: readonly (IndexedSignal | null)[];
  readonly #reader: ByteReader;
  /** Where the readings of each row begin. */
  readonly #starts: Uint32Array;

  constructor(signals: readonly (IndexedSignal | null)[], reader: ByteReader, starts: Uint32Array) {
    this.signals = signals;
    this.#reader = reader;
    this.#starts = starts;
  }

  /** Bytes of the buffer that they are in. */
  get size(): number {
    return this.#reader.length;
  }

  /** Stands at the number of readings of a row; holds until the next call. */
  at(row: number): ByteReader {
    return this.#reader.moveTo(this.#starts[row] ?? 0);
  }
}

/** Points as bytes. */
export interface Rows {
  /** Whose they are, row by row. */
  readonly heads: readonly RowHead[];
  readonly readings: RowReadings;
}

/** Writes points as rows. @param signals of the table whose order the points' readings have */
export function writeRows(
  writer: ByteWriter,
  points: readonly Point[],
  signals: readonly IndexedSignal[],
): Rows {
  writer.varint(points.length);
  const starts = new Uint32Array(points.length);
  for (let index = 0; index < points.length; index += 1) {
    const point = points[index];
    if (point === undefined) continue;
    writeHead(writer, point, points[index - 1]);
    starts[index] = writer.length;
    writeReadings(writer, point.readings);
  }
  return { heads: points, readings: new RowReadings(signals, new ByteReader(writer.written()), starts) };
}

/** Reads whose the rows are; the rest is read when it is asked for. @throws RangeError where the bytes are no rows */
export function readRows(reader: ByteReader, signals: readonly (IndexedSignal | null)[]): Rows {
  const count = reader.varint();
  if (count > reader.left) throw new RangeError('the bytes end early');
  const starts = new Uint32Array(count);
  const heads: RowHead[] = [];
  const text = (): string => decoder.decode(reader.blob());
  let [hub, which]: [HubId, RowHead['second']] = [hubId(''), second(0)];
  for (let index = 0; index < count; index += 1) {
    if (reader.byte() === 1) [hub, which] = [hubId(text()), second(reader.varint())];
    heads.push({ hub, component: reader.byte() === 1 ? text() : null, second: which });
    starts[index] = reader.at;
    for (let left = reader.varint(); left > 0; left -= 1) {
      reader.varint();
      skipReading(reader, reader.byte());
    }
  }
  return { heads, readings: new RowReadings(signals, reader, starts) };
}

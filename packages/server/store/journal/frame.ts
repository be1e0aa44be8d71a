import { crc32 } from 'node:zlib';
import { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import { decodeDistribution, encodedDistribution } from '@hubscope/core/distribution';
import type { RecordChange } from '@hubscope/core/record';
import { hubId, type HubId, type Point, type Reading, type SignalTable } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';

/*
 * A frame is length (u32) · CRC-32 of what follows (u32) · kind · body. A frame whose bytes end early or do not fit their sum was
 * being written when the machine stopped: it, and what may follow, was never acknowledged.
 */
export const headBytes = 8;

/** A frame larger than this is damage. */
const maxFrameBytes = 256 * 1024 * 1024;

/** Stands where a frame's head goes, once its body is known. */
const noHead = new Uint8Array(headBytes);
/** A point takes about so much: room is made once. */
const pointBytes = 160;
/** The length of what a frame says takes so much at most. */
const lengthBytes = 5;

/** What a frame says. */
export type Entry =
  /** Signals by the number that points frames of this segment give them. */
  | { readonly kind: 'signals'; readonly names: readonly string[] }
  | { readonly kind: 'points'; readonly points: readonly Point[] }
  | { readonly kind: 'changes'; readonly changes: readonly RecordChange[] }
  /** Every record there is: what was said before it no longer counts. */
  | { readonly kind: 'records'; readonly changes: readonly RecordChange[] }
  | { readonly kind: 'forget'; readonly hub: HubId };

/** The same, to be written: changes are JSON already. */
export type NewEntry =
  Exclude<Entry, { kind: 'changes' }> | { readonly kind: 'changes'; readonly json: string };

const kinds = ['signals', 'points', 'changes', 'records', 'forget'] as const;

const folds = { none: 0, second: 1, sum: 2, ratio: 3, distribution: 4 } as const;

function writeReading(writer: ByteWriter, reading: Reading | null): void {
  // Cores are shown live and have no statistic to ask history for.
  if (reading === null || reading.fold === 'cores') writer.byte(folds.none);
  else if (reading.fold === 'ratio') {
    writer.byte(folds.ratio);
    writer.float(reading.numerator);
    writer.float(reading.denominator);
  } else if (reading.fold === 'distribution') {
    writer.byte(folds.distribution);
    writer.blobOf(encodedDistribution(reading.distribution));
  } else {
    writer.byte(reading.seconds === 1 ? folds.second : folds.sum);
    writer.float(reading.value);
    if (reading.seconds !== 1) writer.float(reading.seconds);
  }
}

function readReading(reader: ByteReader): Reading | null {
  switch (reader.byte()) {
    case folds.none:
      return null;
    case folds.second:
      return { fold: 'sum', value: reader.float(), seconds: 1 };
    case folds.sum:
      return { fold: 'sum', value: reader.float(), seconds: reader.float() };
    case folds.ratio:
      return { fold: 'ratio', numerator: reader.float(), denominator: reader.float() };
    case folds.distribution:
      return { fold: 'distribution', distribution: decodeDistribution(reader.blob()) };
    default:
      throw new RangeError('no reading is of this kind');
  }
}

const encoder = new TextEncoder();
const text = (writer: ByteWriter, value: string): void => {
  if (!writer.ascii(value)) writer.blob(encoder.encode(value));
};
const readText = (reader: ByteReader): string => new TextDecoder().decode(reader.blob());

function writePoints(writer: ByteWriter, points: readonly Point[]): void {
  writer.varint(points.length);
  let [hub, which] = ['', 0];
  for (const point of points) {
    const again = point.hub === hub && point.second === which;
    writer.byte(Number(!again));
    if (!again) {
      text(writer, point.hub);
      writer.varint(point.second);
      [hub, which] = [point.hub, point.second];
    }
    writer.byte(Number(point.component !== null));
    if (point.component !== null) text(writer, point.component);
    const { readings } = point;
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
}

/** @param places where in a point the reading of each of the segment's signals goes; null: nowhere, the signal is gone */
function readPoints(reader: ByteReader, table: SignalTable, places: readonly (number | null)[]): Point[] {
  let [hub, which] = [hubId(''), second(0)];
  return Array.from({ length: reader.varint() }, () => {
    if (reader.byte() === 1) [hub, which] = [hubId(readText(reader)), second(reader.varint())];
    const component = reader.byte() === 1 ? readText(reader) : null;
    const readings: (Reading | null)[] = table.signals.map(() => null);
    for (let left = reader.varint(); left > 0; left -= 1) {
      const place = places[reader.varint()] ?? null;
      const reading = readReading(reader);
      if (place !== null && reading?.fold === table.signals[place]?.fold) readings[place] = reading;
    }
    return { hub, component, second: which, readings };
  });
}

function textOf(entry: Exclude<NewEntry, { kind: 'points' }>): string {
  if (entry.kind === 'signals') return JSON.stringify(entry.names);
  if (entry.kind === 'forget') return entry.hub;
  return entry.kind === 'changes' ? entry.json : JSON.stringify(entry.changes);
}

/** An entry as a frame. */
export function encodeFrame(entry: NewEntry): Uint8Array {
  const said = entry.kind === 'points' ? null : encoder.encode(textOf(entry));
  const room = entry.kind === 'points' ? pointBytes * entry.points.length : (said?.length ?? 0) + lengthBytes;
  const body = new ByteWriter(headBytes + 1 + room);
  body.raw(noHead);
  body.byte(kinds.indexOf(entry.kind));
  if (entry.kind === 'points') writePoints(body, entry.points);
  else if (said !== null) body.blob(said);
  const frame = body.written();
  const head = new DataView(frame.buffer);
  head.setUint32(0, frame.length - headBytes, true);
  head.setUint32(4, crc32(frame.subarray(headBytes)), true);
  return frame;
}

/**
 * Whether what follows the last whole frame is a frame that a stop cut short: its length reaches past the end of the file, or no
 * byte of it was written. Anything else is damage to what was once written whole.
 */
export function isCut(rest: Uint8Array): boolean {
  if (rest.length < headBytes || rest.every((byte) => byte === 0)) return true;
  const length = new DataView(rest.buffer, rest.byteOffset).getUint32(0, true);
  return length <= maxFrameBytes && headBytes + length > rest.length;
}

/** An entry and where in the segment the next one begins. */
export interface Read {
  readonly entry: Entry;
  readonly end: number;
}

/** Reads the frames of a segment until they end, or the first that is cut or damaged: all before it was written whole. */
export function* readFrames(segment: Uint8Array, table: SignalTable): Generator<Read> {
  let places: (number | null)[] = [];
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  for (let at = 0; at + headBytes <= segment.length;) {
    const length = view.getUint32(at, true);
    const end = at + headBytes + length;
    if (length === 0 || length > maxFrameBytes || end > segment.length) return;
    const body = segment.subarray(at + headBytes, end);
    if (crc32(body) !== view.getUint32(at + 4, true)) return;
    const reader = new ByteReader(body);
    const kind = kinds[reader.byte()];
    if (kind === 'points') yield { entry: { kind, points: readPoints(reader, table, places) }, end };
    else if (kind === 'signals') {
      const names = JSON.parse(readText(reader)) as string[];
      places = names.map((name) => table.find(name)?.index ?? null);
      yield { entry: { kind, names }, end };
    } else if (kind === 'forget') yield { entry: { kind, hub: hubId(readText(reader)) }, end };
    else if (kind !== undefined) {
      yield { entry: { kind, changes: JSON.parse(readText(reader)) as RecordChange[] }, end };
    }
    at = end;
  }
}

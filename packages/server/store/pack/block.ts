import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import type { SignalTable } from '@hubscope/core/signal';
import { isKept, readColumn, readReadings, writeColumn } from './columns.js';
import { readBits, readGaps, readRuns, writeBits, writeRuns } from './places.js';
import type { Rolled } from './rolled.js';
import type { Span, Stretches } from './stretches.js';

/** A block is never larger than this unpacked: what claims to be is damaged. */
const maxColumnBytes = 64 * 1024 * 1024;
/** More places than any block has. */
const maxPlaces = 2 ** 24;
const format = 2;

/** In which of a block's places a signal is known. */
const knownEverywhere = 0;
const knownAsBefore = 2;
const knownByBits = 3;

/** What is known of one stretch, by the signal's index. */
export type Entry = (Rolled | null | undefined)[];

/** The stretches of one hub or component in a block, by their place; a place that is missing has no point. */
export type Entries = Map<number, Entry>;

/** A column that is to be packed. */
export interface PlainColumn {
  readonly name: string;
  /** The places in which its signal is known, ascending. */
  readonly known: readonly number[];
  /** As `writeColumn` writes it. */
  readonly bytes: Uint8Array;
}

/**
 * Packs a block: the places that have a point, then a column for each signal that is known in any of them. Each column is
 * deflated by itself, so that a query unpacks only what it asks for.
 * @param level how hard deflate tries, 1–9
 */
export function encodeBlock(table: SignalTable, entries: Entries, level?: number): Uint8Array {
  const places = [...entries.keys()].sort((a, b) => a - b);
  const columns = table.signals.flatMap(({ name, fold, index }): PlainColumn[] => {
    if (!isKept(fold)) return [];
    const known = places.filter((place) => (entries.get(place)?.[index] ?? null) !== null);
    if (known.length === 0) return [];
    const rolled = known.flatMap((place) => entries.get(place)?.[index] ?? []);
    return [{ name, known, bytes: writeColumn(fold, rolled) }];
  });
  return packBlock(places, columns, level);
}

/** The same of columns that are written already. @param places that have a point, ascending */
export function packBlock(places: readonly number[], columns: readonly PlainColumn[], level = 6): Uint8Array {
  const head = new ByteWriter(512);
  const body = new ByteWriter(4096);
  head.byte(format);
  writeRuns(head, places);
  head.varint(columns.length);
  let before: readonly number[] = places;
  for (const { name, known, bytes } of columns) {
    const packed = deflated(bytes, level);
    head.blob(new TextEncoder().encode(name));
    if (known.length === places.length) head.byte(knownEverywhere);
    else if (isSame(known, before)) head.byte(knownAsBefore);
    else {
      head.byte(knownByBits);
      writeBits(head, places, known);
    }
    before = known;
    head.varint(packed.length);
    body.raw(packed);
  }
  head.raw(body.written());
  return head.done();
}

/** In as little memory as so many bytes need: a thousand series are packed each five minutes, and zlib's own choice is a quarter MB each. */
function deflated(bytes: Uint8Array, level: number): Uint8Array {
  const windowBits = Math.min(15, Math.max(9, Math.ceil(Math.log2(bytes.length))));
  const memLevel = Math.min(8, windowBits - 6);
  return deflateRawSync(bytes, { level, windowBits, memLevel, chunkSize: Math.max(64, bytes.length) });
}

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((place, at) => place === other[at]);

interface Head {
  readonly places: readonly number[];
  readonly columns: readonly {
    readonly name: string;
    /** The places in which the signal is known. */
    readonly known: readonly number[];
    readonly length: number;
  }[];
  /** Stands at the first column. */
  readonly reader: ByteReader;
}

function readHead(bytes: Uint8Array): Head {
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (version > format) throw new RangeError('the block has a form of a later version');
  const places = version === 1 ? readGaps(reader) : readRuns(reader, maxPlaces);
  let before: readonly number[] = places;
  const columns = Array.from({ length: reader.varint() }, () => {
    const name = new TextDecoder().decode(reader.blob());
    before = version === 1 ? readKnown1(reader, places) : readKnown(reader, places, before);
    return { name, known: before, length: reader.varint() };
  });
  return { places, columns, reader };
}

function readKnown(
  reader: ByteReader,
  places: readonly number[],
  before: readonly number[],
): readonly number[] {
  const how = reader.byte();
  if (how === knownEverywhere) return places;
  if (how === knownAsBefore) return before;
  if (how !== knownByBits)
    throw new RangeError(`a block's signals are known in no way that is ${String(how)}`);
  return readBits(reader, places);
}

/** As version 1 wrote it. */
const readKnown1 = (reader: ByteReader, places: readonly number[]): readonly number[] =>
  reader.byte() === 0 ? places : readGaps(reader);

/** How many readings of each signal a block holds, and the bytes that they take. */
export function columnsIn(
  bytes: Uint8Array,
): { readonly name: string; readonly count: number; readonly bytes: number }[] {
  return readHead(bytes).columns.map(({ name, known, length }) => ({
    name,
    count: known.length,
    bytes: length,
  }));
}

const inflated = (packed: Uint8Array): Uint8Array =>
  inflateRawSync(packed, { maxOutputLength: maxColumnBytes });

/**
 * Unpacks a block.
 * @throws RangeError or zlib's error where the bytes are no block
 */
export function decodeBlock(table: SignalTable, bytes: Uint8Array): Entries {
  const { places, columns, reader } = readHead(bytes);
  const entries: Entries = new Map(places.map((place) => [place, []]));
  for (const { name, known, length } of columns) {
    const packed = reader.raw(length);
    const signal = table.find(name);
    if (signal === null) continue;
    for (const [at, rolled] of readColumn(signal.fold, inflated(packed), known.length).entries()) {
      const entry = entries.get(known[at] ?? -1);
      if (entry !== undefined) entry[signal.index] = rolled;
    }
  }
  return entries;
}

/**
 * Gives a block's columns, those that are wanted, to steps that are under way. Signals are told by their names: who asks may have them
 * from another table of the same rows.
 * @param span what its first place is, and how long each
 */
export function feedBlock(bytes: Uint8Array, span: Omit<Span, 'places'>, stretches: Stretches): void {
  const { columns, reader } = readHead(bytes);
  for (const { name, known, length } of columns) {
    const packed = reader.raw(length);
    const signal = stretches.signals.find((each) => each.name === name);
    if (signal === undefined) continue;
    const column = readReadings(signal.fold, inflated(packed), known.length, stretches.withExtremes);
    if (column !== null) stretches.take(signal, { ...span, places: known }, column);
  }
}

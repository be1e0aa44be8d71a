import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import type { IndexedSignal, SignalTable } from '@hubscope/core/signal';
import { isKept, readColumn, writeColumn } from './columns.js';
import type { Rolled } from './rolled.js';

/** A block is never larger than this unpacked: what claims to be is damaged. */
const maxColumnBytes = 64 * 1024 * 1024;
const format = 1;

/** What is known of one stretch, by the signal's index. */
export type Entry = (Rolled | null | undefined)[];

/** The stretches of one hub or component in a block, by their place; a place that is missing has no point. */
export type Entries = Map<number, Entry>;

function writePlaces(writer: ByteWriter, places: readonly number[]): void {
  writer.varint(places.length);
  let before = 0;
  for (const place of places) {
    writer.varint(place - before);
    before = place;
  }
}

function readPlaces(reader: ByteReader): number[] {
  let place = 0;
  return Array.from({ length: reader.varint() }, () => {
    place += reader.varint();
    return place;
  });
}

/**
 * Packs a block: the places that have a point, then a column for each signal that is known in any of them. Each column is
 * deflated by itself, so that a query unpacks only what it asks for.
 * @param level how hard deflate tries, 1–9
 */
export function encodeBlock(table: SignalTable, entries: Entries, level = 6): Uint8Array {
  const places = [...entries.keys()].sort((a, b) => a - b);
  const head = new ByteWriter(512);
  const body = new ByteWriter(4096);
  head.byte(format);
  writePlaces(head, places);
  const columns = table.signals.flatMap((signal) => {
    if (!isKept(signal.fold)) return [];
    const known = places.filter((place) => (entries.get(place)?.[signal.index] ?? null) !== null);
    return known.length === 0 ? [] : [{ signal, known }];
  });
  head.varint(columns.length);
  for (const { signal, known } of columns) {
    const rolled = known.flatMap((place) => entries.get(place)?.[signal.index] ?? []);
    const packed = deflateRawSync(writeColumn(signal.fold, rolled), { level });
    head.blob(new TextEncoder().encode(signal.name));
    const everywhere = known.length === places.length;
    head.byte(Number(!everywhere));
    if (!everywhere) writePlaces(head, known);
    head.varint(packed.length);
    body.raw(packed);
  }
  head.raw(body.done());
  return head.done();
}

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
  if (reader.byte() !== format) throw new RangeError('the block has a form of a later version');
  const places = readPlaces(reader);
  const columns = Array.from({ length: reader.varint() }, () => {
    const name = new TextDecoder().decode(reader.blob());
    const known = reader.byte() === 0 ? places : readPlaces(reader);
    return { name, known, length: reader.varint() };
  });
  return { places, columns, reader };
}

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

/**
 * Unpacks a block.
 * @param wanted the signals to unpack; all that the table has unless said
 * @throws RangeError or zlib's error where the bytes are no block
 */
export function decodeBlock(
  table: SignalTable,
  bytes: Uint8Array,
  wanted: readonly IndexedSignal[] | null = null,
): Entries {
  const { places, columns, reader } = readHead(bytes);
  const entries: Entries = new Map(places.map((place) => [place, []]));
  for (const { name, known, length } of columns) {
    const packed = reader.raw(length);
    const signal = table.find(name);
    if (signal === null || (wanted !== null && !wanted.includes(signal))) continue;
    const column = inflateRawSync(packed, { maxOutputLength: maxColumnBytes });
    for (const [at, rolled] of readColumn(signal.fold, column, known.length).entries()) {
      const entry = entries.get(known[at] ?? -1);
      if (entry !== undefined) entry[signal.index] = rolled;
    }
  }
  return entries;
}

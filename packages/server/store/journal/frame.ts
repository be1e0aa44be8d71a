import { crc32 } from 'node:zlib';
import { ByteReader, ByteWriter } from '@hubscope/core/bytes';
import type { RecordChange } from '@hubscope/core/record';
import { hubId, type HubId, type IndexedSignal, type Point, type SignalTable } from '@hubscope/core/signal';
import { readRows, rowBytes, writeRows, type Rows } from '../pack/rows.js';

/*
 * A frame is length (u32) · CRC-32 of what follows (u32) · kind · body. A frame whose bytes end early or do not fit their sum was
 * being written when the machine stopped: it, and what may follow, was never acknowledged.
 */
export const headBytes = 8;

/** A frame larger than this is damage. */
const maxFrameBytes = 256 * 1024 * 1024;

/** Stands where a frame's head goes, once its body is known. */
const noHead = new Uint8Array(headBytes);
/** The length of what a frame says takes so much at most. */
const lengthBytes = 5;

/** What a frame says. */
export type Entry =
  /** Signals by the number that points frames of this segment give them. */
  | { readonly kind: 'signals'; readonly names: readonly string[] }
  | { readonly kind: 'points'; readonly rows: Rows }
  | { readonly kind: 'changes'; readonly changes: readonly RecordChange[] }
  /** Every record there is: what was said before it no longer counts. */
  | { readonly kind: 'records'; readonly changes: readonly RecordChange[] }
  | { readonly kind: 'forget'; readonly hub: HubId };

/** The same but for points, to be written: changes are JSON already. */
export type NewEntry =
  Exclude<Entry, { kind: 'changes' | 'points' }> | { readonly kind: 'changes'; readonly json: string };

const kinds = ['signals', 'points', 'changes', 'records', 'forget'] as const;

const encoder = new TextEncoder();
const readText = (reader: ByteReader): string => new TextDecoder().decode(reader.blob());

function textOf(entry: NewEntry): string {
  if (entry.kind === 'signals') return JSON.stringify(entry.names);
  if (entry.kind === 'forget') return entry.hub;
  return entry.kind === 'changes' ? entry.json : JSON.stringify(entry.changes);
}

/** Begins a frame with room for a body. */
function begun(kind: Entry['kind'], room: number): ByteWriter {
  const writer = new ByteWriter(headBytes + 1 + room);
  writer.raw(noHead);
  writer.byte(kinds.indexOf(kind));
  return writer;
}

function finished(writer: ByteWriter): Uint8Array {
  const frame = writer.written();
  const head = new DataView(frame.buffer);
  head.setUint32(0, frame.length - headBytes, true);
  head.setUint32(4, crc32(frame.subarray(headBytes)), true);
  return frame;
}

/** An entry as a frame. */
export function encodeFrame(entry: NewEntry): Uint8Array {
  const said = encoder.encode(textOf(entry));
  const writer = begun(entry.kind, said.length + lengthBytes);
  writer.blob(said);
  return finished(writer);
}

/** Points as a frame, and as the rows that are in it. */
export function pointsFrame(
  points: readonly Point[],
  table: SignalTable,
): { readonly frame: Uint8Array; readonly rows: Rows } {
  const writer = begun('points', rowBytes * points.length);
  const rows = writeRows(writer, points, table.signals);
  return { frame: finished(writer), rows };
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
  let signals: (IndexedSignal | null)[] = [];
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  for (let at = 0; at + headBytes <= segment.length;) {
    const length = view.getUint32(at, true);
    const end = at + headBytes + length;
    if (length === 0 || length > maxFrameBytes || end > segment.length) return;
    const body = segment.subarray(at + headBytes, end);
    if (crc32(body) !== view.getUint32(at + 4, true)) return;
    const reader = new ByteReader(body);
    const kind = kinds[reader.byte()];
    if (kind === 'points') yield { entry: { kind, rows: readRows(reader, signals) }, end };
    else if (kind === 'signals') {
      const names = JSON.parse(readText(reader)) as string[];
      signals = names.map((name) => table.find(name) ?? null);
      yield { entry: { kind, names }, end };
    } else if (kind === 'forget') yield { entry: { kind, hub: hubId(readText(reader)) }, end };
    else if (kind !== undefined) {
      yield { entry: { kind, changes: JSON.parse(readText(reader)) as RecordChange[] }, end };
    }
    at = end;
  }
}

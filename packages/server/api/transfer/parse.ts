import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { HubscopeError } from '@hubscope/core/wire';
import { z } from 'zod';
import { linesOf, maxLineBytes } from './lines.js';
import type { Row } from './points.js';

/** The bytes of a file, some at a time. */
type Bytes = AsyncIterable<Uint8Array>;

function refuse(what: string): never {
  throw new HubscopeError('invalid_import', `${what}. Nothing was imported.`);
}

/** A moment: ms or s since the epoch, or an ISO date. */
function timeOf(cell: unknown, line: number): number {
  const text = typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isFinite(value))
    refuse(`Line ${String(line)}: ${JSON.stringify(text.slice(0, 40))} is no time`);
  // Seconds since the epoch have ten digits for another two centuries, milliseconds thirteen.
  return value < 1e11 ? value * 1000 : value;
}

function numberOf(cell: unknown, name: string, line: number): number | null {
  if (cell === null || cell === undefined || cell === '') return null;
  const value = typeof cell === 'number' || typeof cell === 'string' ? Number(cell) : NaN;
  if (Number.isNaN(value)) refuse(`Line ${String(line)}: ${name} is no number`);
  return value;
}

const special = new Set(['time', 'timestamp', 'component']);

export function rowOf(record: Readonly<Record<string, unknown>>, line: number): Row {
  const time = record['time'] ?? record['timestamp'];
  if (time === undefined) refuse(`Line ${String(line)}: there is no column "time"`);
  const { component } = record;
  const values = new Map<string, number | null>();
  for (const [name, cell] of Object.entries(record))
    if (!special.has(name)) values.set(name, numberOf(cell, name, line));
  const named = typeof component === 'string' && component !== '' ? component : null;
  return { line, time: timeOf(time, line), component: named, values };
}

/** A CSV file: a header, then one row a second. Lines may end in any of the three ways; a byte-order mark is skipped. */
export async function* csvRows(bytes: Bytes): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    columns: true,
    trim: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: maxLineBytes,
  });
  // What goes wrong on the way is thrown by who reads at its end.
  const records: AsyncIterable<Record<string, string>> = pipeline(bytes, parser, () => undefined);
  let line = 1;
  try {
    for await (const record of records) {
      line += 1;
      yield rowOf(record, line);
    }
  } catch (error) {
    if (error instanceof CsvError) refuse(error.message);
    throw error;
  }
}

const object = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));

/** JSON Lines: an object a line, as the export writes them. */
export async function* jsonRows(bytes: Bytes): AsyncGenerator<Row> {
  let line = 0;
  for await (const lines of linesOf(bytes)) {
    for (const text of lines) {
      line += 1;
      if (text.trim() === '') continue;
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        refuse(`Line ${String(line)} is no JSON`);
      }
      const found = object.safeParse(json);
      if (!found.success) refuse(`Line ${String(line)} is no object of numbers`);
      yield rowOf(found.data, line);
    }
  }
}

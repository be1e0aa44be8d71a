import { CsvError, parse } from 'csv-parse/sync';
import { HubscopeError } from '@hubscope/core/wire';
import { z } from 'zod';
import type { Row } from './points.js';

/** What a file holds. */
export interface Parsed {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

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

function rowsOf(records: readonly Readonly<Record<string, unknown>>[], firstLine: number): Parsed {
  if (records.length === 0) refuse('There is no row');
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))].filter(
    (name) => !special.has(name),
  );
  const rows = records.map((record, at): Row => {
    const line = firstLine + at;
    const time = record['time'] ?? record['timestamp'];
    if (time === undefined) refuse(`Line ${String(line)}: there is no column "time"`);
    const { component } = record;
    const values = new Map(columns.map((name) => [name, numberOf(record[name], name, line)]));
    const named = typeof component === 'string' && component !== '' ? component : null;
    return { line, time: timeOf(time, line), component: named, values };
  });
  return { columns, rows };
}

/** A CSV file: a header, then one row a second. Lines may end in any of the three ways; a byte-order mark is skipped. */
export function parseCsv(text: string): Parsed {
  try {
    const records = parse<Record<string, string>>(text, {
      bom: true,
      columns: true,
      trim: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: 1024 * 1024,
    });
    return rowsOf(records, 2);
  } catch (error) {
    if (error instanceof CsvError) refuse(error.message);
    throw error;
  }
}

const line = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));

/** JSON Lines: an object a line, as the export writes them. */
export function parseJsonLines(text: string): Parsed {
  const lines = text.split(/\r\n|\n|\r/);
  const records = lines.flatMap((each, at) => {
    if (each.trim() === '') return [];
    let json: unknown;
    try {
      json = JSON.parse(each);
    } catch {
      return refuse(`Line ${String(at + 1)} is no JSON`);
    }
    const found = line.safeParse(json);
    return found.success ? [found.data] : refuse(`Line ${String(at + 1)} is no object of numbers`);
  });
  return rowsOf(records, 1);
}

const matrix = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

/**
 * What Prometheus answers to `query_range`.
 * @param signal the column that its one series becomes; null: each series' `__name__` is one
 */
export function parsePrometheus(text: string, signal: string | null, factor: number): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    refuse('The body is no JSON');
  }
  const found = matrix.safeParse(json);
  if (!found.success) refuse('The body is no answer of query_range: a matrix is wanted');
  const { result } = found.data.data;
  if (signal !== null && result.length > 1) {
    refuse(`The answer holds ${String(result.length)} series; one signal takes one: sum them in the query`);
  }
  const seconds = new Map<number, Record<string, number | string | null>>();
  for (const { metric, values } of result) {
    const name = signal ?? metric['__name__'];
    if (name === undefined) refuse('A series has no name: say which signal it is');
    for (const [time, value] of values) {
      const row = seconds.get(time) ?? { time: Math.floor(time) * 1000 };
      seconds.set(time, row);
      // Prometheus writes NaN and infinities as text; they are no measurement.
      const number = Number(value);
      row[name] = Number.isFinite(number) ? number * factor : null;
    }
  }
  return rowsOf([...seconds.values()], 1);
}

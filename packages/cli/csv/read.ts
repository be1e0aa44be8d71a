import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parse, CsvError } from 'csv-parse';

/** Largest file that is read, bytes: a week of a hundred columns. */
const mostBytes = 256 * 1024 * 1024;
/** Most columns that a header may have. */
const mostColumns = 1000;

/** A column of a CSV file, one value a row. */
export interface CsvColumn {
  readonly name: string;
  /** Null where the cell is empty, or is no number. */
  readonly values: readonly (number | null)[];
  /** The first cell that is neither empty nor a number; its row counts from 1, the header not counted. */
  readonly text: { readonly row: number; readonly cell: string } | null;
}

/** A file that can't be read as CSV with a header: said to whoever named it. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** What programs write where they know nothing. */
const hole = /^(null|none|nan|na|n\/a|-)?$/i;

/** A column while it is read. */
class Growing {
  readonly values: (number | null)[] = [];
  text: { row: number; cell: string } | null = null;

  constructor(readonly name: string) {}

  add(cell: string): void {
    const value = number.test(cell) ? Number(cell) : null;
    const known = value !== null && Number.isFinite(value);
    this.values.push(known ? value : null);
    if (!known && !hole.test(cell)) this.text ??= { row: this.values.length, cell: cell.slice(0, 40) };
  }
}

async function checkSize(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new CsvFault(`${file}: there is no such file`);
  if (!found.isFile()) throw new CsvFault(`${file}: is not a file`);
  if (found.size > mostBytes) throw new CsvFault(`${file}: is larger than ${String(mostBytes >> 20)} MiB`);
}

function columnsOf(file: string, header: readonly string[]): Growing[] {
  if (header.length > mostColumns) {
    throw new CsvFault(`${file}: has more than ${String(mostColumns)} columns`);
  }
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw new CsvFault(`${file}: two columns are named ${JSON.stringify(twice)}`);
  return header.map((name) => new Growing(name));
}

/**
 * Reads a CSV file: a header, then one row a second. Commas, semicolons or tabs divide the cells.
 * @throws CsvFault where there is no such file, no header, or it is no CSV
 */
export async function readCsv(file: string): Promise<CsvColumn[]> {
  await checkSize(file);
  const source = createReadStream(file);
  const parser = parse({
    bom: true,
    trim: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: 1024 * 1024,
  });
  source.on('error', (error) => parser.destroy(error));
  let columns: Growing[] | null = null;
  try {
    for await (const row of source.pipe(parser) as AsyncIterable<string[]>) {
      if (columns === null) columns = columnsOf(file, row);
      else
        columns.forEach((column, index) => {
          column.add(row[index] ?? '');
        });
    }
  } catch (error) {
    if (error instanceof CsvError) throw new CsvFault(`${file}: ${error.message}`);
    throw error;
  } finally {
    source.destroy();
  }
  if (columns === null) throw new CsvFault(`${file}: is empty; the first row names the columns`);
  return columns;
}

import { changesOf } from '@hubscope/core/changes';
import { percent, shown, tableOf } from './csv/print.js';
import { CsvFault, readCsv, type CsvColumn } from './csv/read.js';
import { exitCodes } from './exit-codes.js';

export interface ChangesOptions {
  readonly csv: string;
  readonly column: string;
  readonly p: number;
  readonly minChange: number;
  readonly json?: boolean;
}

function note({ values, text }: CsvColumn): string | null {
  if (values.every((value) => value === null)) return 'it holds no number, so that nothing can be found';
  if (text === null) return null;
  return `row ${String(text.row)} is no number (${JSON.stringify(text.cell)}); such rows are left out`;
}

/** `hubscope changes --csv FILE --column NAME`: where a column's level changed, without a server. */
export async function changes(options: ChangesOptions): Promise<void> {
  try {
    const columns = await readCsv(options.csv);
    const column = columns.find(({ name }) => name === options.column);
    if (column === undefined) {
      const names = columns.map(({ name }) => name).join(', ');
      throw new CsvFault(`${options.csv}: has no column ${JSON.stringify(options.column)}; it has ${names}`);
    }
    const said = note(column);
    if (said !== null) process.stderr.write(`${options.column}: ${said}\n`);
    const found = changesOf(column.values, { p: options.p, minChange: options.minChange });
    if (options.json === true) process.stdout.write(`${JSON.stringify(found)}\n`);
    else if (found.length === 0) process.stdout.write('no change\n');
    else {
      const rows = found.map(({ index, before, after, change, p }) => [
        String(index),
        shown(before),
        shown(after),
        percent(change),
        p.toPrecision(2),
      ]);
      process.stdout.write(`${tableOf([['row', 'before', 'after', 'change', 'p'], ...rows])}\n`);
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodes.badUsage;
  }
}

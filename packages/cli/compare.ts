import { compareColumns, type CompareRow } from './csv/compare.js';
import { percent, shown, tableOf } from './csv/print.js';
import { CsvFault, readCsv } from './csv/read.js';
import { exitCodes } from './exit-codes.js';

export interface CompareFilesOptions {
  readonly before: string;
  readonly after: string;
  readonly better?: 'higher' | 'lower';
  readonly tolerance: number;
  readonly json?: boolean;
}

function table(rows: readonly CompareRow[]): string {
  return tableOf([
    ['signal', 'before', 'after', 'change', 'from', 'to', 'verdict'],
    ...rows.map((row) => [
      row.signal,
      shown(row.before),
      shown(row.after),
      percent(row.change),
      percent(row.low),
      percent(row.high),
      row.reason === null ? row.verdict : `${row.verdict}: ${row.reason}`,
    ]),
  ]);
}

/** `hubscope compare --before a.csv --after b.csv`: each column of two files, without a server. */
export async function compareFiles(options: CompareFilesOptions): Promise<void> {
  try {
    const before = await readCsv(options.before);
    const after = await readCsv(options.after);
    const { better = null, tolerance } = options;
    const rows = compareColumns(before, after, { better, tolerance });
    process.stdout.write(`${options.json === true ? JSON.stringify(rows) : table(rows)}\n`);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodes.badUsage;
  }
}

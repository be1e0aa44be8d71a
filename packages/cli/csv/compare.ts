import { compareSeries, type SignalImpact } from '@hubscope/core/impact';
import { directionOf, saysWhen } from './direction.js';
import type { CsvColumn } from './read.js';

/** How two files are compared. */
export interface CompareOptions {
  /** For columns that are no known signal. */
  readonly better: 'higher' | 'lower' | null;
  /** A change within this fraction is none. */
  readonly tolerance: number;
}

/** A column's comparison, as `hubscope compare --json` prints it. */
export type CompareRow = Pick<
  SignalImpact,
  'signal' | 'before' | 'after' | 'change' | 'low' | 'high' | 'verdict' | 'reason'
>;

const alpha = 0.05;

/** The share of rows that may be empty: with more of them, what was measured may not be what happened. */
const mostHoles = 0.1;

function unknown(signal: string, reason: string): CompareRow {
  return {
    signal,
    before: null,
    after: null,
    change: null,
    low: null,
    high: null,
    verdict: 'unknown',
    reason,
  };
}

/** Why a column of a file is no series to compare; null where it is. */
function fault(which: string, column: CsvColumn | undefined): string | null {
  if (column === undefined) return `the file ${which} has no such column`;
  const { values, text } = column;
  if (text !== null) return `row ${String(text.row)} ${which} is no number: ${JSON.stringify(text.cell)}`;
  const holes = values.filter((value) => value === null).length;
  if (values.length === 0 || holes === values.length) return `the file ${which} holds no value of it`;
  if (holes > mostHoles * values.length) {
    return `${String(holes)} of ${String(values.length)} rows ${which} are empty`;
  }
  return null;
}

/** Compares what two files have, column by column, as it stands; a column that says when rows are of is left out. */
export function compareColumns(
  before: readonly CsvColumn[],
  after: readonly CsvColumn[],
  options: CompareOptions,
): CompareRow[] {
  const names = [...new Set([...before, ...after].map((column) => column.name))];
  return names
    .filter((name) => !saysWhen(name))
    .map((name) => {
      const [first, second] = [before, after].map((file) => file.find((column) => column.name === name));
      const reason = fault('before', first) ?? fault('after', second);
      if (reason !== null || first === undefined || second === undefined) return unknown(name, reason ?? '');
      const better = directionOf(name) ?? options.better;
      if (better === null) return unknown(name, 'it is no known signal: say with --better how it is good');
      const found = compareSeries(name, first.values, second.values, {
        better,
        tolerance: options.tolerance,
        alpha,
        target: null,
      });
      const { signal, change, low, high, verdict } = found;
      return {
        signal,
        before: found.before,
        after: found.after,
        change,
        low,
        high,
        verdict,
        reason: found.reason,
      };
    });
}

import type { PairedSignal } from '@hubscope/core/wire';
import { interval, percent, value } from '../client/impact.js';
import { say, table } from '../client/run.js';

type Printed = Omit<PairedSignal, 'title'>;

function cellsOf({ signal, unit, before, after, change, low, high, verdict, reason }: Printed): string[] {
  const words = reason === null ? verdict : `${verdict}: ${reason}`;
  return [signal, value(before, unit), value(after, unit), percent(change), interval({ low, high }), words];
}

/**
 * Prints what pairs say, as a table, as Markdown or as JSON.
 * @param sides what the two values of a pair are called
 * @param whole what JSON holds
 */
export function printPaired(
  sides: readonly [string, string],
  found: readonly Printed[],
  { json, markdown }: { readonly json?: boolean; readonly markdown?: boolean },
  whole: unknown,
): void {
  const heads = ['Signal', ...sides, 'Change', 'Interval', 'Verdict'];
  const rows = found.map(cellsOf);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  if (json === true) say(JSON.stringify(whole, null, 2));
  else if (markdown === true) say([heads, heads.map(() => '---'), ...rows].map(line).join('\n'));
  else say(table([heads, ...rows]));
}

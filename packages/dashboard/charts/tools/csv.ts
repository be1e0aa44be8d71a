import { csvCell } from '@hubscope/core/csv';
import type { ChartFrame } from '../frame.js';
import type { ChartSpec } from '../spec.js';

const number = (value: number | null | undefined): string => String(value ?? '');

/**
 * What a chart shows as CSV: a row a value, its time in UTC (ISO 8601; the middle of a step that is longer than a second), a column a line,
 * and the least and the greatest second of each step where the chart has them. What is unknown is empty.
 * @param unit of all values
 */
export function csvOf(
  { lines }: Pick<ChartSpec, 'lines'>,
  frame: Pick<ChartFrame, 'xs' | 'lines' | 'spread'>,
  unit: string,
): string {
  const named = (name: string): string => (unit === '' ? name : `${name} (${unit})`);
  const names = lines.map(({ column, name }) => name ?? column);
  const widest = names.at(-1) ?? '';
  const spread =
    frame.spread === null
      ? []
      : [
          { name: `least ${widest}`, values: frame.spread.least },
          { name: `greatest ${widest}`, values: frame.spread.greatest },
        ];
  const columns = [...names.map((name, index) => ({ name, values: frame.lines[index] ?? [] })), ...spread];
  const rows = frame.xs.map((x, index) => [
    new Date(x * 1000).toISOString(),
    ...columns.map(({ values }) => number(values[index])),
  ]);
  const head = ['time', ...columns.map(({ name }) => named(name))];
  return [head.map(csvCell), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

import { availableParallelism, cpus, loadavg } from 'node:os';

/** A figure of a benchmark. */
export interface Figure {
  /** For programs: `rss_max_mb`. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly value: number | null;
  readonly unit: string;
  /** What it must stay under; absent where nothing is promised. */
  readonly under?: number;
  /** What it must reach. */
  readonly over?: number;
}

/** The value below which a share (0–1) of the values lies; null where there is none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}

function verdict({ value, under, over }: Figure): string {
  if (under === undefined && over === undefined) return '';
  if (value === null) return 'unknown';
  return value < (under ?? Infinity) && value >= (over ?? -Infinity) ? 'holds' : 'MISSED';
}

function promise({ under, over, unit }: Figure): string {
  const bounds = [
    over === undefined ? [] : `≥ ${String(over)}`,
    under === undefined ? [] : `< ${String(under)}`,
  ];
  return bounds.flat().length === 0 ? '' : `${bounds.flat().join(', ')} ${unit}`;
}

/** What else the machine had to do when the benchmark began: mean number of runnable programs over the minute before. */
const loadBefore = Number((loadavg()[0] ?? 0).toFixed(2));

/** Prints a table for people and, last, one line `bench {json}` for programs; exits 1 where a promise is missed. */
export function report(name: string, figures: readonly Figure[]): void {
  const rows = [
    ['', 'measured', 'promised', ''],
    ...figures.map((figure) => [
      figure.title,
      figure.value === null ? 'unknown' : `${String(rounded(figure.value))} ${figure.unit}`,
      promise(figure),
      verdict(figure),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const row of rows) {
    process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`);
  }
  const machine = {
    cpus: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    load_before: loadBefore,
  };
  process.stdout.write(
    `\non ${String(machine.cpus)} CPUs (${machine.cpu}), Node ${machine.node}, load before ${String(loadBefore)}\n`,
  );
  const values = Object.fromEntries(figures.map((figure) => [figure.name, rounded(figure.value)]));
  const holds = figures.every((figure) => ['', 'holds'].includes(verdict(figure)));
  process.stdout.write(`bench ${JSON.stringify({ name, ...values, holds, machine })}\n`);
  if (!holds) process.exitCode = 1;
}

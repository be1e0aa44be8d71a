import type { Mapping } from './mapping.js';
import type { Better, Fold, Signal } from './signal.js';

/** A signal that a user adds: a row for the table, and the metric that carries it. */
export interface CustomRow {
  readonly name: string;
  readonly title?: string | undefined;
  readonly unit: string;
  readonly better: Better;
  readonly fold: Fold & ('sum' | 'distribution');
  readonly decimals: number;
  readonly metric: string;
  readonly factor: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** `queue_wait` → `Queue wait`. */
function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The row of the signal table. */
export function customSignalRow(row: CustomRow): Signal {
  const { name, unit, better, fold, decimals } = row;
  return { name, title: row.title ?? titleOf(name), unit, better, fold, decimals, scale: 1, wireName: null };
}

/** The row of the mapping table. */
export function customMappingRow(row: CustomRow): Mapping {
  const where = Object.fromEntries(Object.entries(row.attributes).map(([key, value]) => [key, [value]]));
  return { metric: row.metric, signal: row.name, role: 'value', factor: row.factor, rank: 1, where };
}

import type { HistoryAnswer } from '@hubscope/core/wire';
import { plainName, type Value, type Values } from '@hubscope/core/live';

export { plainName };

/** Columns over a stretch of time in even steps; an unknown step is null. */
export interface History {
  /** The start of the first step, s since the epoch; a whole number of steps. */
  readonly from: number;
  /** s */
  readonly step: number;
  readonly length: number;
  readonly columns: Readonly<Record<string, Values>>;
}

/** Under this name stands the least value that a second of each step had, beside the column of the step's own value. */
export function leastOf(column: string): string {
  return `least ${column}`;
}

/** The same for the greatest. */
export function greatestOf(column: string): string {
  return `greatest ${column}`;
}

/** An answer of the server as a history, with the extremes of its seconds where it has them. */
export function historyOf(answer: HistoryAnswer): History {
  const extremes = Object.entries(answer.extremes ?? {}).flatMap(([name, { min, max }]) => [
    [leastOf(plainName(name)), min] as const,
    [greatestOf(plainName(name)), max] as const,
  ]);
  return {
    from: answer.from / 1000,
    step: answer.step / 1000,
    length: answer.time.length,
    columns: Object.fromEntries([
      ...Object.entries(answer.signals).map(([name, values]) => [plainName(name), values] as const),
      ...extremes,
    ]),
  };
}

/** The step that a moment falls into; -1 where it lies outside. */
export function indexAt(
  { from, step, length }: Pick<History, 'from' | 'step' | 'length'>,
  at: number,
): number {
  const index = Math.floor((at - from) / step);
  return index >= 0 && index < length ? index : -1;
}

/** A history with a newer stretch put over its end, and what lies before `keepFrom` (s) let go. Both have one step. */
export function joined(history: History, tail: History, keepFrom: number): History {
  const { step } = history;
  const from = Math.max(history.from, Math.floor(keepFrom / step) * step);
  const end = Math.max(history.from + history.length * step, tail.from + tail.length * step);
  const length = Math.max(0, Math.round((end - from) / step));
  const names = new Set([...Object.keys(history.columns), ...Object.keys(tail.columns)]);
  const columns: Record<string, Value[]> = {};
  for (const name of names) {
    const old = history.columns[name];
    const fresh = tail.columns[name];
    columns[name] = Array.from({ length }, (_, index) => {
      const at = from + index * step;
      const inTail = indexAt(tail, at);
      if (inTail >= 0 && fresh !== undefined) return fresh[inTail] ?? null;
      const before = indexAt(history, at);
      return before < 0 ? null : (old?.[before] ?? null);
    });
  }
  return { from, step, length, columns };
}

/** The highest known value of some columns and when it was; null where nothing is known. */
export function highest(history: History, column: string): { at: number; value: number } | null {
  let found: { at: number; value: number } | null = null;
  (history.columns[column] ?? []).forEach((value, index) => {
    if (value !== null && (found === null || value > found.value))
      found = { at: history.from + index * history.step, value };
  });
  return found;
}

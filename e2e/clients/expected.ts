import type { Ledger, LedgerOperation, LedgerSample } from './ledger.js';

export interface ExpectedOperations {
  readonly count: number;
  readonly errors: number;
  /** ms; null where no operation ended. */
  readonly mean: number | null;
  readonly p95: number | null;
}

function summed(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** What a stretch of operations amounts to, by plain counting and sorting. */
export function amounts(operations: readonly LedgerOperation[]): ExpectedOperations {
  const sorted = operations.map(([, ms]) => ms).sort((a, b) => a - b);
  return {
    count: sorted.length,
    errors: operations.filter(([, , failed]) => failed).length,
    mean: sorted.length === 0 ? null : summed(sorted) / sorted.length,
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? null,
  };
}

/** The operations that ended in the seconds `[from, to]`, s since the epoch. */
export function endedIn({ operations }: Ledger, from: number, to: number): LedgerOperation[] {
  return operations.filter(([second]) => second >= from && second <= to);
}

/** The first and the last second in which the load ran from beginning to end. */
export function fullSeconds({ operations }: Ledger): readonly [from: number, to: number] {
  const [first, last] = [operations[0], operations.at(-1)];
  if (first === undefined || last === undefined) throw new Error('the client sent nothing');
  return [first[0] + 1, last[0] - 1];
}

/** A quantity between two readings of a process, ms since the epoch. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** The mean of a second that its stretches cover to its ends; null where they do not. */
function meanOver(stretches: readonly Stretch[], second: number): number | null {
  const [from, to] = [second * 1000, (second + 1) * 1000];
  const parts = stretches.map((stretch) => ({
    value: stretch.value,
    ms: Math.max(0, Math.min(to, stretch.to) - Math.max(from, stretch.from)),
  }));
  const covered = summed(parts.map(({ ms }) => ms));
  return covered < to - from ? null : summed(parts.map(({ value, ms }) => value * ms)) / covered;
}

function stretchesOf(
  samples: readonly LedgerSample[],
  value: (before: LedgerSample, after: LedgerSample) => number,
): Stretch[] {
  return samples.slice(1).map((after, index) => {
    const before = samples[index] ?? after;
    return { from: before[0], to: after[0], value: value(before, after) };
  });
}

/** Memory over a second, MB: a reading stands for the time since the one before it. */
export function memoryIn({ samples }: Ledger, second: number): number | null {
  const stretches = stretchesOf(samples, (_, [, bytes]) => bytes / 1e6);
  return meanOver(stretches, second);
}

/** CPU over a second, percent of one core. */
export function cpuIn({ samples }: Ledger, second: number): number | null {
  const stretches = stretchesOf(samples, ([from, , before], [to, , after]) => {
    return (100 * (after - before)) / ((to - from) / 1000);
  });
  return meanOver(stretches, second);
}

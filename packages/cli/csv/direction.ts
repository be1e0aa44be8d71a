import { SignalTable, type Better } from '@hubscope/core/signal';

const table = new SignalTable();

/** `latency_p95_ms`, as the plain form of the WebSocket names it. */
const wireStatistic = /^(.+)_(p50|p95|p99)_(.+)$/;

/** Whether a column is good high or low, by its name: a signal's, with or without a statistic, or its name on the wire; null where unknown. */
export function directionOf(column: string): Better {
  const wire = column.replace(wireStatistic, '$1_$3');
  const named = table.column(column)?.signal ?? null;
  const signal = named ?? table.signals.find(({ wireName }) => wireName === column || wireName === wire);
  if (signal !== undefined) return signal.better;
  return column === 'optimization_score' ? 'higher' : null;
}

const times = /^(time|timestamp|date|datetime|second|seconds|ts)$/i;

/** Whether a column only says when a row is of: nothing to compare. */
export function saysWhen(column: string): boolean {
  return times.test(column);
}

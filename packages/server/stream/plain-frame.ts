import { Distribution } from '@hubscope/core/distribution';
import { valueOf, type Column, type SignalTable } from '@hubscope/core/signal';
import { second, secondOf, shift, startOf, type Millis, type Second } from '@hubscope/core/time';
import type { PlainFrame, PlainPoint } from '@hubscope/core/wire';
import { noAlerts } from './alert-list.js';
import { compact } from './compact.js';
import { plainImpact } from './plain-impact.js';
import type { Feed } from './feed.js';
import type { SecondRow } from './seconds.js';

/** Points of the plain form's history. */
export const plainSeconds = 60;

type Field = Exclude<keyof PlainPoint, 'timestamp' | 'optimization_score'>;

/** The column behind each field of a plain point; null where the table has none. */
export type PlainColumns = Readonly<Record<Field, Column | null>>;

/** Finds each field's column by the signal's wire name, quantiles by the name with the statistic before the unit. */
export function plainColumns(table: SignalTable): PlainColumns {
  const byField = new Map<string, Column>();
  for (const column of table.columns()) {
    const { wireName } = column.signal;
    if (wireName === null) continue;
    const first = column.statistic === 'value' || column.statistic === 'mean';
    byField.set(first ? wireName : wireName.replace(/_(?=[^_]+$)/, `_${column.statistic}_`), column);
  }
  const column = (field: Field): Column | null => byField.get(field) ?? null;
  return {
    throughput_ops_sec: column('throughput_ops_sec'),
    latency_ms: column('latency_ms'),
    latency_p50_ms: column('latency_p50_ms'),
    latency_p95_ms: column('latency_p95_ms'),
    latency_p99_ms: column('latency_p99_ms'),
    memory_mb: column('memory_mb'),
    cpu_utilization: column('cpu_utilization'),
    active_connections: column('active_connections'),
    error_rate: column('error_rate'),
  };
}

function plainPoint(
  which: Second,
  row: SecondRow | null,
  score: number | null,
  columns: PlainColumns,
): PlainPoint {
  const point = row?.point ?? null;
  const value = (column: Column | null): number | null =>
    point === null || column === null ? null : compact(valueOf(point, column));
  return {
    timestamp: startOf(which),
    throughput_ops_sec: value(columns.throughput_ops_sec),
    latency_ms: value(columns.latency_ms),
    latency_p50_ms: value(columns.latency_p50_ms),
    latency_p95_ms: value(columns.latency_p95_ms),
    latency_p99_ms: value(columns.latency_p99_ms),
    memory_mb: value(columns.memory_mb),
    cpu_utilization: value(columns.cpu_utilization),
    active_connections: value(columns.active_connections),
    error_rate: value(columns.error_rate),
    optimization_score: compact(score),
  };
}

function known(points: readonly PlainPoint[], field: Field): number[] {
  return points.flatMap((point) => point[field] ?? []);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : compact(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function peak(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

/** The latencies of all rows in one distribution: means and quantiles are never averaged. */
function mergedLatency(rows: readonly (SecondRow | null)[], column: Column | null): Distribution {
  const merged = new Distribution();
  for (const row of rows) {
    const reading = column === null ? null : (row?.point?.readings[column.signal.index] ?? null);
    if (reading?.fold === 'distribution') merged.merge(reading.distribution);
  }
  return merged;
}

/** The second that `current` covers: the last closed one of a hub that reports, else the last whole one by the clock. */
function currentSecond(feed: Feed | null, now: Millis): Second {
  const byClock = shift(secondOf(now), -1);
  const last = feed?.seconds.last ?? null;
  if (last === null) return byClock;
  return feed?.status?.state === 'live' ? last : second(Math.max(last, byClock));
}

/** The whole state of a hub as the plain form tells it; nulls where the hub (null: any hub) was not seen yet. */
export function plainFrame(feed: Feed | null, columns: PlainColumns, now: Millis): PlainFrame {
  const current = currentSecond(feed, now);
  const oldest = feed?.seconds.newest(plainSeconds)[0]?.second ?? null;
  const seconds: Second[] = [];
  if (oldest !== null) {
    const first = Math.max(oldest, current - plainSeconds + 1);
    for (let which = second(first); which <= current; which = shift(which, 1)) seconds.push(which);
  }
  const rows = seconds.map((which) => feed?.seconds.at(which) ?? null);
  const history = rows.map((row, index) => {
    const which = seconds[index] ?? current;
    return plainPoint(which, row, feed?.scoreAt(which) ?? null, columns);
  });
  const { alerts, leftOut } = feed?.alerts(now) ?? noAlerts;
  const latency = mergedLatency(rows, columns.latency_ms);
  const throughput = known(history, 'throughput_ops_sec');
  const memory = known(history, 'memory_mb');
  return {
    current: history.at(-1) ?? plainPoint(current, null, null, columns),
    history,
    summary: {
      avg_throughput: mean(throughput),
      peak_throughput: peak(throughput),
      avg_latency: compact(latency.mean()),
      p95_latency: compact(latency.quantile(0.95)),
      avg_memory_mb: mean(memory),
      peak_memory_mb: peak(memory),
      health_score: feed?.judgement?.health.score ?? null,
      uptime_percent: feed?.judgement?.uptime.percent ?? null,
    },
    alerts: [...alerts],
    alerts_left_out: leftOut,
    optimization_impact: plainImpact(feed?.impact ?? null),
  };
}

import { z } from 'zod';
import { acknowledgeAction, alert } from './alert.js';
import { known } from './hub.js';

/** One second in the plain form. `timestamp` is the start of the second that it covers, ms since the epoch. */
export const plainPoint = z.object({
  timestamp: z.number(),
  throughput_ops_sec: known,
  latency_ms: known,
  latency_p50_ms: known,
  latency_p95_ms: known,
  latency_p99_ms: known,
  memory_mb: known,
  cpu_utilization: known,
  active_connections: known,
  error_rate: known,
  optimization_score: known,
});
export type PlainPoint = z.infer<typeof plainPoint>;

/** The frame of the plain WebSocket form: one on connect, one each second (DESIGN.md section 4). */
export const plainFrame = z.object({
  current: plainPoint,
  /** The last points, up to 60, oldest first, no second left out. */
  history: z.array(plainPoint).max(60),
  summary: z.object({
    avg_throughput: known,
    peak_throughput: known,
    avg_latency: known,
    p95_latency: known,
    avg_memory_mb: known,
    peak_memory_mb: known,
    health_score: known,
    uptime_percent: known,
  }),
  alerts: z.array(alert),
  /** Alerts that are not listed, since there are more than 500; none of them is graver than those that are. */
  alerts_left_out: z.number().int(),
  optimization_impact: z.object({
    improvement_percent: known,
    memory_efficiency_gain: known,
    cpu_efficiency_gain: known,
    communication_improvement: known,
    overall_effectiveness: known,
    baseline: z.string().nullable(),
  }),
});
export type PlainFrame = z.infer<typeof plainFrame>;

/** What a client of the plain form may send. */
export const plainAction = z.discriminatedUnion('action', [
  acknowledgeAction,
  z.object({ action: z.literal('get_current_metrics') }),
  z.object({ action: z.literal('ping') }),
]);
export type PlainAction = z.infer<typeof plainAction>;

/** Answers of the plain form beside its frames. */
export const plainAnswer = z.union([
  z.object({ ok: z.literal('acknowledge_alert'), alert_id: z.string() }),
  z.object({ pong: z.number() }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type PlainAnswer = z.infer<typeof plainAnswer>;

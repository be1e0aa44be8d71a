import { z } from 'zod';
import { known } from './hub.js';

/** A duration as people write it (`5s`, `10m`, `2h`, `1d`) or plain seconds; parsed to seconds. */
export const durationSeconds = z
  .union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/)])
  .transform((value) => {
    if (typeof value === 'number') return value;
    const units = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 } as const;
    const unit = /[a-z]+$/.exec(value)?.[0] ?? 's';
    return Number.parseFloat(value) * units[unit as keyof typeof units];
  });

export const severity = z.enum(['info', 'warning', 'critical']);
export const condition = z.enum(['above', 'below', 'equal']);

/** A rule as a person writes it (DESIGN.md section 5); defaults are filled in. */
export const rule = z.strictObject({
  name: z.string().min(1).max(200),
  /** A column: `latency`, `latency.p95`, `memory` … */
  signal: z.string().min(1).max(200),
  condition,
  threshold: z.number(),
  severity: severity.default('warning'),
  /** Seconds in breach before it fires. */
  for: durationSeconds.default(5),
  /** Seconds without breach before it resolves. */
  keep_firing_for: durationSeconds.default(5),
  /** The value at which a firing alert starts to resolve; the threshold unless set. */
  resolve_at: z.number().nullable().default(null),
  /** Seconds from its resolving in which a return reopens the incident. */
  cooldown: durationSeconds.default(300),
  /** The part of the threshold at which it shows as approaching. */
  approach: z.number().min(0).max(1).default(0.9),
  /** Which hubs, as a glob (`*`); every hub but `hubscope` unless set. */
  hub: z.string().max(200).nullable().default(null),
  /** Which components, as a glob on `kind:name`; none: the hub itself. */
  component: z.string().max(400).nullable().default(null),
  no_data: z.enum(['keep', 'fire', 'resolve']).default('keep'),
});
export type Rule = z.infer<typeof rule>;

/**
 * A rule as it stands in a configuration file: `above: 150` (or `below`, `equal`) in place of condition and threshold, and
 * optionally `statistic: p95` beside the signal.
 */
export const writtenRule = z.preprocess((written) => {
  if (typeof written !== 'object' || written === null) return written;
  const { statistic, ...fields } = written as Record<string, unknown>;
  const plain: Record<string, unknown> = { ...fields };
  for (const each of condition.options) {
    if (!(each in plain)) continue;
    plain['condition'] = each;
    plain['threshold'] = plain[each];
    Reflect.deleteProperty(plain, each);
  }
  if (typeof statistic === 'string') plain['signal'] = `${String(plain['signal'])}.${statistic}`;
  return plain;
}, rule);

/** The five rules that watch every hub unless the configuration brings its own. */
export const defaultRules: readonly Rule[] = [
  {
    name: 'High Latency',
    signal: 'latency',
    condition: 'above',
    threshold: 150,
    severity: 'warning',
    cooldown: 300,
  },
  {
    name: 'Low Throughput',
    signal: 'throughput',
    condition: 'below',
    threshold: 400,
    severity: 'critical',
    cooldown: 300,
  },
  {
    name: 'High Memory Usage',
    signal: 'memory',
    condition: 'above',
    threshold: 80,
    severity: 'warning',
    cooldown: 600,
  },
  {
    name: 'High CPU Usage',
    signal: 'cpu',
    condition: 'above',
    threshold: 90,
    severity: 'critical',
    cooldown: 180,
  },
  {
    name: 'High Error Rate',
    signal: 'error_rate',
    condition: 'above',
    threshold: 5,
    severity: 'critical',
    cooldown: 120,
  },
].map((written) => rule.parse(written));

export const alertState = z.enum(['inactive', 'approaching', 'pending', 'firing', 'resolved']);

/** An alert as both WebSocket forms and REST carry it: the plain form's fields, and what a screen needs beside them. */
export const alert = z.object({
  id: z.string(),
  threshold: z.object({
    name: z.string(),
    /** The signal's wire name. */
    metric: z.string(),
    threshold: z.number(),
    condition,
    severity,
    cooldown_secs: z.number(),
  }),
  /** ms since the epoch: when it fired, or, before that, when it began to approach or breach. */
  triggered_at: z.number(),
  current_value: known,
  message: z.string(),
  acknowledged: z.boolean(),
  state: alertState,
  hub: z.string(),
  component: z.string().nullable(),
  /** The column that is watched. */
  column: z.string(),
  resolved_at: z.number().nullable(),
  /** Since when the signal is null while the alert is firing; null while it is not blind. */
  blind_since: z.number().nullable(),
  acknowledged_by: z.string().nullable(),
  acknowledged_at: z.number().nullable(),
  note: z.string().nullable(),
  /** How often this incident fired, the first time included. */
  occurrences: z.number().int(),
});
export type Alert = z.infer<typeof alert>;

import { z } from 'zod';
import { known } from './hub.js';

const daySeconds = 86_400;

/** A duration as people write it (`5s`, `10m`, `2h`, `1d`) or plain seconds; parsed to seconds. */
export const durationSeconds = z
  .union([z.number().nonnegative(), z.string().regex(/^\d{1,9}(\.\d{1,9})?(ms|s|m|h|d)$/)])
  .transform((value) => {
    if (typeof value === 'number') return value;
    const units = { ms: 0.001, s: 1, m: 60, h: 3600, d: daySeconds } as const;
    const unit = /[a-z]+$/.exec(value)?.[0] ?? 's';
    return Number.parseFloat(value) * units[unit as keyof typeof units];
  });

/** A duration of so many seconds at most. */
function upTo(seconds: number, said: string) {
  return durationSeconds.refine((value) => value <= seconds, `is longer than ${said}`);
}

export const severity = z.enum(['info', 'warning', 'critical']);
export type Severity = z.infer<typeof severity>;
export const condition = z.enum(['above', 'below', 'equal']);

/**
 * A rule on how fast an error budget is spent (Google SRE workbook, chapter 5, "multiwindow, multi-burn-rate alerts"): its value is the
 * lesser of the burn rates over both windows, 1 being the rate that spends the budget in exactly the period.
 */
export const burn = z.strictObject({
  /** Percent of operations that are to be good. */
  objective: z.number().min(50).max(99.9999),
  /** For a signal that is a distribution: an operation is good up to this value, in the signal's unit. */
  good_below: z.number().positive().nullable().default(null),
  /** The window that shows that it matters, s. */
  long: upTo(3 * daySeconds, '3 days').default(3600),
  /** The window that shows that it still goes on, s. */
  short: upTo(daySeconds, 'a day').default(300),
  /** What the budget is for, s. */
  period: upTo(90 * daySeconds, '90 days').default(30 * daySeconds),
});
export type Burn = z.infer<typeof burn>;

/** What a rule's value is compared with where it looks at a change: the hour before, or the same time a day before. */
export const against = z.enum(['hour', 'yesterday']);
export type Against = z.infer<typeof against>;

const fields = {
  name: z.string().trim().min(1).max(200),
  /** A column: `latency`, `latency.p95`, `memory` … */
  signal: z.string().min(1).max(200),
  condition,
  threshold: z.number(),
  severity: severity.default('warning'),
  /** Seconds in breach before it fires. */
  for: upTo(daySeconds, 'a day').default(5),
  /** Seconds without breach before it resolves. */
  keep_firing_for: upTo(daySeconds, 'a day').default(5),
  /** The value at which a firing alert starts to resolve; the threshold unless set. */
  resolve_at: z.number().nullable().default(null),
  /** The value from which a firing alert is critical, whatever its severity was. */
  critical_at: z.number().nullable().default(null),
  /** Seconds from its resolving in which a return reopens the incident. */
  cooldown: upTo(7 * daySeconds, '7 days').default(300),
  /** The part of the threshold at which it shows as approaching. */
  approach: z.number().min(0).max(1).default(0.9),
  /** Which hubs, as a glob (`*`); every hub but `hubscope` unless set. */
  hub: z.string().min(1).max(200).nullable().default(null),
  /** Which components, as a glob on `kind:name`; none: the hub itself. */
  component: z.string().min(1).max(400).nullable().default(null),
  no_data: z.enum(['keep', 'fire', 'resolve']).default('keep'),
  /** The threshold is a change in percent against this; null: it is a value. */
  against: against.nullable().default(null),
  /** The threshold is a burn rate; null: it is a value. */
  burn: burn.nullable().default(null),
  enabled: z.boolean().default(true),
};

/** What no schema of single fields can say: a rule that could never resolve, or that asks for two things at once. */
function contradictions(rule: {
  readonly condition: z.infer<typeof condition>;
  readonly threshold: number;
  readonly resolve_at: number | null;
  readonly critical_at: number | null;
  readonly against: Against | null;
  readonly burn: Burn | null;
}): [field: string, fault: string][] {
  const { threshold, resolve_at, critical_at } = rule;
  const faults: [string, string][] = [];
  const wrongSide = (value: number, safe: boolean): boolean =>
    rule.condition === 'equal' || (rule.condition === 'above') === safe
      ? value > threshold
      : value < threshold;
  if (resolve_at !== null) {
    if (rule.condition === 'equal') faults.push(['resolve_at', 'has no meaning for equal']);
    else if (wrongSide(resolve_at, true))
      faults.push(['resolve_at', `lies in breach: it must not be ${rule.condition} the threshold`]);
  }
  if (critical_at !== null) {
    if (rule.condition === 'equal') faults.push(['critical_at', 'has no meaning for equal']);
    else if (wrongSide(critical_at, false))
      faults.push(['critical_at', `must not lie on the good side of the threshold`]);
  }
  if (rule.burn !== null) {
    const { long, short, period } = rule.burn;
    if (rule.condition !== 'above') faults.push(['burn', 'is a rate that a threshold lies above']);
    if (rule.against !== null) faults.push(['burn', 'and against exclude each other']);
    if (short < 60) faults.push(['burn', 'short must be a minute at least']);
    if (long <= short || long > short * 100)
      faults.push(['burn', 'long must be longer than short, and a hundred times as long at most']);
    if (period < long) faults.push(['burn', 'period must be as long as long at least']);
  }
  return faults;
}

/** A rule as a person writes it (DESIGN.md section 5); defaults are filled in. */
export const rule = z.strictObject(fields).superRefine((written, context) => {
  for (const [field, message] of contradictions(written)) {
    context.addIssue({ code: 'custom', path: [field], message });
  }
});
export type Rule = z.infer<typeof rule>;

/**
 * A rule as it stands in a configuration file: `above: 150` (or `below`, `equal`) in place of condition and threshold, and
 * optionally `statistic: p95` beside the signal. Without a name it is called after its condition.
 */
export const writtenRule = z.preprocess((written) => {
  if (typeof written !== 'object' || written === null) return written;
  const { statistic, ...others } = written as Record<string, unknown>;
  const plain: Record<string, unknown> = { ...others };
  for (const each of condition.options) {
    if (!(each in plain)) continue;
    plain['condition'] = each;
    plain['threshold'] = plain[each];
    Reflect.deleteProperty(plain, each);
  }
  if (typeof statistic === 'string') plain['signal'] = `${String(plain['signal'])}.${statistic}`;
  plain['name'] ??= `${String(plain['signal'])} ${String(plain['condition'])} ${String(plain['threshold'])}`;
  return plain;
}, rule);

/** A rule as it is answered: every field there, durations in seconds. */
export const ruleShape = z.object({
  name: z.string(),
  signal: z.string(),
  condition,
  threshold: z.number(),
  severity,
  for: z.number(),
  keep_firing_for: z.number(),
  resolve_at: known,
  critical_at: known,
  cooldown: z.number(),
  approach: z.number(),
  hub: z.string().nullable(),
  component: z.string().nullable(),
  no_data: z.enum(['keep', 'fire', 'resolve']),
  against: against.nullable(),
  burn: z
    .object({
      objective: z.number(),
      good_below: known,
      long: z.number(),
      short: z.number(),
      period: z.number(),
    })
    .nullable(),
  enabled: z.boolean(),
}) satisfies z.ZodType<Rule>;

/**
 * Where a rule comes from. `file`: read-only here, to be copied. `default`: one of those that every server has; it may be changed, and
 * deleting it undoes the change. `api`: made by a person or a program.
 */
export const ruleOrigin = z.enum(['default', 'file', 'api']);
export type RuleOrigin = z.infer<typeof ruleOrigin>;

/** A rule in force, with its defaults filled in and durations in seconds. */
export const ruleInForce = z.object({
  id: z.string(),
  origin: ruleOrigin,
  read_only: z.boolean(),
  /** Whether a default rule was changed. */
  changed: z.boolean(),
  ...ruleShape.shape,
});
export type RuleInForce = z.infer<typeof ruleInForce>;

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

/** The rules that watch the server itself; they stand beside those of any configuration. */
export const selfRules: readonly Rule[] = [
  { name: 'Dropped Data', signal: 'dropped_data', condition: 'above', threshold: 0, hub: 'hubscope' },
  { name: 'Late Ticks', signal: 'event_loop_delay.p99', condition: 'above', threshold: 250, hub: 'hubscope' },
  {
    name: 'Store Trouble',
    signal: 'store_failures',
    condition: 'above',
    threshold: 0,
    severity: 'critical',
    hub: 'hubscope',
  },
].map((written) => rule.parse(written));

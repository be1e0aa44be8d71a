import { z } from 'zod';
import { known } from './hub.js';
import { condition, severity } from './rule.js';

export const alertState = z.enum(['inactive', 'approaching', 'pending', 'firing', 'resolved']);

/** What the value and the threshold of an alert count. */
export const measure = z.object({
  /** `value`: its column itself; `change`: that column against before; `burn`: how fast an error budget is spent. */
  of: z.enum(['value', 'change', 'burn']),
  unit: z.string(),
  /** Decimals that are shown of it. */
  decimals: z.number().int(),
});
export type Measure = z.infer<typeof measure>;

/** An alert as both WebSocket forms and REST carry it: the plain form's fields, and what a screen needs beside them. */
export const alert = z.object({
  /** The incident's id once it fires. */
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
  /** What its numbers count; the column itself unless said. */
  measure: measure.optional(),
  resolved_at: z.number().nullable(),
  /** Since when the signal is null while the alert is firing; null while it is not blind. */
  blind_since: z.number().nullable(),
  acknowledged_by: z.string().nullable(),
  acknowledged_at: z.number().nullable(),
  note: z.string().nullable(),
  /** How often this incident fired, the first time included. */
  occurrences: z.number().int(),
  /** The rule's id. */
  rule: z.string().optional(),
  /** The silence that mutes it, by id; null where none does. */
  silenced_by: z.string().nullable().optional(),
  /** The incident that hides it, or the word `down` where its hub is silent; null where nothing does. */
  inhibited_by: z.string().nullable().optional(),
  /** Percent of the error budget that is left, of a burn-rate rule. */
  budget_left: known.optional(),
});
export type Alert = z.infer<typeof alert>;

export const acknowledgeBody = z.object({
  by: z.string().max(200).optional(),
  note: z.string().max(1000).optional(),
});
/** The same by a WebSocket, of either form. */
export const acknowledgeAction = z.object({
  action: z.literal('acknowledge_alert'),
  data: acknowledgeBody.extend({ alert_id: z.string().max(200) }),
});
export type AcknowledgeAction = z.infer<typeof acknowledgeAction>;

import { z } from 'zod';
import { known, target } from './hub.js';

/** RFC 9457 with a stable code. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
});
export type Problem = z.infer<typeof problem>;

export const historyQuery = z.object({
  /** ms since the epoch; an hour before `to` unless set. */
  from: z.coerce.number().optional(),
  /** ms since the epoch, excluded; now unless set. */
  to: z.coerce.number().optional(),
  /** ms a value, at least 1000 and a whole number of seconds. */
  step: z.coerce.number().int().min(1000).multipleOf(1000).default(1000),
  /** Column names with commas between. */
  signals: z.string().max(2000).optional(),
  /** A component's `kind:name`. */
  component: z.string().max(400).optional(),
});

export const historyAnswer = z.object({
  from: z.number(),
  to: z.number(),
  step: z.number(),
  /** The start of each step, ms since the epoch. */
  time: z.array(z.number()),
  signals: z.record(z.string(), z.array(known)),
});
export type HistoryAnswer = z.infer<typeof historyAnswer>;

export const newMarker = z.object({
  hub: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  /** ms since the epoch; now unless set. */
  at: z.number().positive().optional(),
  /** What it is meant to bring. */
  targets: z.array(target).max(20).optional(),
});

export const componentSummary = z.object({
  key: z.string(),
  kind: z.string(),
  name: z.string(),
  /** The newest second, by column. */
  values: z.record(z.string(), known),
});

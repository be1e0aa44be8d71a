import { z } from 'zod';
import { hubState, known } from './hub.js';
import { health, uptime } from './judge.js';

/** How an error budget stands that a burn-rate rule watches. */
export const budget = z.object({
  /** The rule's id, and its name. */
  rule: z.string(),
  name: z.string(),
  component: z.string().nullable(),
  objective: z.number(),
  /** Percent of it that is left; below 0 where more was spent. */
  left: known,
});

export type Budget = z.infer<typeof budget>;

/** What the health panel shows, for those who ask once. */
export const healthDetail = z.object({
  hub: z.string(),
  state: hubState,
  score: health.shape.score,
  parts: health.shape.parts,
  uptime,
  /** Means of the last ten seconds. */
  error_rate: known,
  connections: known,
  budgets: z.array(budget),
});
export type HealthDetail = z.infer<typeof healthDetail>;

export const uptimeQuery = z.object({
  /** ms since the epoch; ten minutes before `to` unless set. */
  from: z.coerce.number().nonnegative().optional(),
  /** ms since the epoch, excluded; now unless set. */
  to: z.coerce.number().positive().optional(),
});

/** `silent`: no telemetry yet, decided when the hub next delivers. `unknown`: Hubscope was not there, or the hub had not begun. */
export const secondState = z.enum(['up', 'silent', 'down', 'unknown']);

export const uptimeAnswer = z.object({
  hub: z.string(),
  from: z.number(),
  to: z.number(),
  /** Runs of seconds in one state, oldest first, without a gap: where each begins (ms since the epoch) and its length in seconds. */
  runs: z.array(z.object({ from: z.number(), seconds: z.number().int(), state: secondState })),
});
export type UptimeAnswer = z.infer<typeof uptimeAnswer>;

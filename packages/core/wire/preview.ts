import { z } from 'zod';
import { known } from './hub.js';
import { condition, writtenRule } from './rule.js';

/** A rule to be tried on the past of a hub, or of one of its components. */
export const previewBody = z.strictObject({
  rule: writtenRule,
  hub: z.string().min(1).max(200),
  /** A component's `kind:name`; none: the hub itself. */
  component: z.string().max(400).nullable().default(null),
  /** ms since the epoch; 24 h before `to` unless set. */
  from: z.number().nonnegative().optional(),
  /** ms since the epoch, excluded; now unless set. */
  to: z.number().positive().optional(),
});
export type PreviewBody = z.infer<typeof previewBody>;

/** When a rule would have fired. Times are ms since the epoch. */
export const previewAnswer = z.object({
  from: z.number(),
  to: z.number(),
  /** How often it would have fired. */
  count: z.number().int(),
  firing_seconds: z.number().int(),
  /** Seconds of which the value is known; of the others nobody can say. */
  known_seconds: z.number().int(),
  /** `to` is null where it would fire still. The newest thousand, oldest first. */
  fired: z.array(z.object({ from: z.number(), to: known, worst_value: known })),
  /** A threshold from the signal's own past; null where less than ten minutes of it are known. */
  suggested_threshold: known,
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;

/** A threshold that a hub's own past suggests for a rule that watches it. */
export const suggestion = z.object({
  /** The rule's id, and its name. */
  rule: z.string(),
  name: z.string(),
  signal: z.string(),
  condition,
  /** As it is. */
  threshold: z.number(),
  /** As it could be. */
  suggested: z.number(),
  /** Seconds of the past that this stands on. */
  known_seconds: z.number().int(),
});
export type Suggestion = z.infer<typeof suggestion>;

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
  /** ms a value, at least 1000 and a whole number of seconds; 1000 unless set, or what `points` asks for. */
  step: z.coerce.number().int().min(1000).multipleOf(1000).optional(),
  /** Values wanted, as many as a chart has pixels: the step is the least that gives no more. */
  points: z.coerce.number().int().min(1).max(10_000).optional(),
  /** Column names with commas between. */
  signals: z.string().max(2000).optional(),
  /** A component's `kind:name`. */
  component: z.string().max(400).optional(),
  /** Components whose `kind:name` fits: `*` is any text, `?` one character. */
  components: z.string().min(1).max(400).optional(),
});

/** The least and the greatest value of a single second in each step. */
const extremes = z.object({ min: z.array(known), max: z.array(known) });

export const historyAnswer = z.object({
  from: z.number(),
  to: z.number(),
  step: z.number(),
  /** The start of each step, ms since the epoch. */
  time: z.array(z.number()),
  signals: z.record(z.string(), z.array(known)),
  /** With `points`: by column, so that a spike of one second is never lost. */
  extremes: z.record(z.string(), extremes).optional(),
  /** With `components`: each that fits, by its key. */
  components: z
    .record(
      z.string(),
      z.object({
        signals: z.record(z.string(), z.array(known)),
        extremes: z.record(z.string(), extremes).optional(),
      }),
    )
    .optional(),
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
export type ComponentSummary = z.infer<typeof componentSummary>;

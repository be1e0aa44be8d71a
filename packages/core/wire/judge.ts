import { z } from 'zod';
import { known } from './hub.js';

/** The last minute against the hour before (DESIGN.md section 7). */
export const trend = z.object({
  /** Percent; null where there is too little to compare. */
  change: known,
  /** `steady`: within 1 % or within the noise. `changed`: beyond both, for a signal with no good direction. */
  verdict: z.enum(['better', 'worse', 'changed', 'steady', 'unknown']),
});
export type Trend = z.infer<typeof trend>;

/** Extreme and mean of a column over one span of time. */
export const peak = z.object({
  /** The span in seconds: 60 or 3600. */
  over: z.number().int(),
  max: known,
  /** ms since the epoch, the start of the second of the maximum. */
  max_at: known,
  min: known,
  min_at: known,
  /** At most 5 s old. */
  mean: known,
});
export type Peak = z.infer<typeof peak>;

export const healthPart = z.object({
  /** A rule's name, or `Availability`. */
  name: z.string(),
  /** The column that is looked at; null for availability. */
  column: z.string().nullable(),
  value: known,
  threshold: known,
  /** Points of 100 that this took away. */
  lost: z.number(),
});

export const health = z.object({
  /** 0–100; null where nothing is known. */
  score: known,
  /** What took points away, most first. */
  parts: z.array(healthPart),
});
export type Health = z.infer<typeof health>;

/** `up`, `down`, `mixed` (some of both) and `unknown` (Hubscope was not there, or the hub had not begun). */
export const uptimeCell = z.enum(['up', 'down', 'mixed', 'unknown']);

export const uptime = z.object({
  /** Percent of the known seconds of the last 24 h; null where none is known. */
  percent: known,
  /** How many seconds are known. */
  known_seconds: z.number().int(),
  /** 144 cells of ten minutes, oldest first. */
  cells: z.array(uptimeCell),
});
export type Uptime = z.infer<typeof uptime>;

/** All that is concluded from a hub's points, each second; keys of the records are column names. */
export const judgement = z.object({
  trends: z.record(z.string(), trend),
  peaks: z.record(z.string(), z.array(peak)),
  health,
  uptime,
});
export type Judgement = z.infer<typeof judgement>;

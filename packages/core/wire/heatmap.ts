import { z } from 'zod';
import { known } from './hub.js';

export const heatmapQuery = z.object({
  /** A signal that is a distribution. */
  signal: z.string().max(200).default('latency'),
  /** ms since the epoch; an hour before `to` unless set. */
  from: z.coerce.number().optional(),
  /** ms since the epoch, excluded; now unless set. */
  to: z.coerce.number().optional(),
  /** Columns at most: each is as long as the least step that gives no more. */
  columns: z.coerce.number().int().min(1).max(1000).default(120),
  /** Rows at most. */
  rows: z.coerce.number().int().min(1).max(100).default(24),
  /** A component's `kind:name`. */
  component: z.string().max(400).optional(),
});

export const heatmapAnswer = z.object({
  from: z.number(),
  to: z.number(),
  /** How long a column is, ms. */
  step: z.number(),
  signal: z.string(),
  /** Of `bounds` and `quantiles`. */
  unit: z.string(),
  /** The start of each column, ms since the epoch. */
  time: z.array(z.number()),
  /** Of the rows, ascending: row i reaches from bound i (excluded) to bound i + 1. Empty where no operation is in sight. */
  bounds: z.array(z.number()),
  /** A column each: operations by row, to a thousandth; null where the signal was not known. */
  counts: z.array(z.array(z.number()).nullable()),
  /** Of each column. */
  quantiles: z.object({ p50: z.array(known), p95: z.array(known), p99: z.array(known) }),
  /** `interpolated`: some came in buckets wider than 1 %, and were spread within them. */
  resolution: z.enum(['exact', 'interpolated']),
});
export type HeatmapAnswer = z.infer<typeof heatmapAnswer>;

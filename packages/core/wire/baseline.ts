import { z } from 'zod';

/** How good a stretch is to compare with. `good`: long and steady. `weak`: usable, see the advice. `unusable`: it holds no data. */
export const baselineGrade = z.enum(['good', 'weak', 'unusable']);

export const baselineQuality = z.object({
  grade: baselineGrade,
  /** Length of the stretch, s. */
  seconds: z.number().int(),
  /** Seconds of it in which the hub's operations are known. */
  known_seconds: z.number().int(),
  /** Stretches of unknown seconds within it. */
  gaps: z.number().int(),
  /** Whether no signal drifted within it; null where that can't be told. */
  steady: z.boolean().nullable(),
  /** The columns that drifted: a later part of it differs from an earlier one beyond noise. */
  drifting: z.array(z.string()),
  /** Operations a second over 10 s; null where unknown. */
  load: z
    .object({
      low: z.number(),
      mean: z.number(),
      high: z.number(),
    })
    .nullable(),
  /** What would make it better, in words. Empty where nothing would. */
  advice: z.array(z.string()),
});
export type BaselineQuality = z.infer<typeof baselineQuality>;

/** How unevenly work lay on what has no history of its own: cores, processes. */
export const baselineBalance = z.object({
  /** `core`, `instance`. */
  of: z.string(),
  /** How many shared the work. */
  count: z.number().int(),
  /** The busiest ÷ the mean. */
  ratio: z.number(),
});
export type BaselineBalance = z.infer<typeof baselineBalance>;

/** A named stretch of points, kept for comparison. Times are ms since the epoch; `to` is excluded. */
export const baseline = z.object({
  id: z.string(),
  hub: z.string(),
  name: z.string(),
  from: z.number(),
  to: z.number(),
  created_at: z.number(),
  /** `automatic`: the last steady stretch before a marker. */
  origin: z.enum(['person', 'automatic', 'import']),
  /** The marker before which an automatic one lies. */
  marker_id: z.string().nullable(),
  /** Components whose points are kept with it, the busiest first. */
  components: z.array(z.string()),
  /** Bytes that its points take. */
  bytes: z.number().int(),
  quality: baselineQuality,
  /** Left out where it was not known. */
  balance: z.array(baselineBalance).max(10).optional(),
});
export type Baseline = z.infer<typeof baseline>;

export const newBaseline = z.object({
  hub: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  /** ms since the epoch. */
  from: z.number().nonnegative(),
  /** ms since the epoch, excluded. */
  to: z.number().positive(),
});
export type NewBaseline = z.infer<typeof newBaseline>;

/** The points of one hub or component, packed: see `docs/impact.md`. */
export const packedSeries = z.object({
  /** `kind:name`; null: the hub itself. */
  component: z.string().max(400).nullable(),
  /** The first second, s since the epoch. */
  from: z.number().int().nonnegative(),
  /** Seconds that it covers. */
  seconds: z.number().int().min(1).max(86_400),
  /** Signal name → values, compressed and in base64. */
  signals: z.record(z.string().max(200), z.string()),
});
export type PackedSeries = z.infer<typeof packedSeries>;

/** A baseline as a file. */
export const baselineFile = z.object({
  format: z.literal('hubscope-baseline'),
  version: z.literal(1),
  baseline,
  series: z.array(packedSeries).max(20_000),
  /** Signal name → its unit where it was measured: what has another unit where it is read is left out. */
  units: z.record(z.string().max(200), z.string().max(100)).optional(),
});
export type BaselineFile = z.infer<typeof baselineFile>;

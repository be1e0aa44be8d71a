import { z } from 'zod';
import { known, marker, target } from './hub.js';

/** What the interval proves: wholly beyond the tolerance, or wholly within it. */
export const verdict = z.enum(['improved', 'regressed', 'same', 'unknown']);
/** `mixed`: one signal is proven better and another proven worse. */
export const overallVerdict = z.enum(['improved', 'regressed', 'same', 'mixed', 'unknown']);
export const targetState = z.enum(['met', 'missed', 'unknown']);

/** How alike the load was, for one signal. */
export const loadParity = z.object({
  /**
   * `matched`: compared at equal load. `apart`: no load in common. `limit`: the hub was at its limit in both. `demand`: follows
   * demand, not judged. `ignored`: load unknown, or of no effect.
   */
  kind: z.enum(['matched', 'apart', 'limit', 'demand', 'ignored']),
  before: known,
  after: known,
  /** The share (0–1) of each stretch that was compared. */
  compared_before: z.number(),
  compared_after: z.number(),
});

/** The change of one column from the baseline to the stretch after it. */
export const impactSignal = z.object({
  /** Column name: `throughput`, `latency.p95`. */
  signal: z.string(),
  title: z.string(),
  unit: z.string(),
  before: known,
  after: known,
  /** Improvement as a fraction, positive when better; `low` and `high` bound it. */
  change: known,
  low: known,
  high: known,
  verdict,
  /** Why the verdict is unknown, or what it leaves out; null where nothing is to say. */
  reason: z.string().nullable(),
  /** The verdict for a person: `better`, `same within 1 %`, `not yet known, about 3 min more`. */
  words: z.string(),
  /** Seconds until a verdict at the present noise; null where it is known or can't be told. */
  seconds_more: known,
  /** Whether it is part of the overall figure. */
  counts: z.boolean(),
  load: loadParity,
  target: z.object({ change: z.number(), state: targetState }).nullable(),
});
export type ImpactSignal = z.infer<typeof impactSignal>;

/** Growth of memory: Theil–Sen slope with its interval, MB an hour. */
export const stabilityRow = z.object({
  signal: z.string(),
  /** Seconds that it looks back. */
  over: z.number().int(),
  per_hour: known,
  low: known,
  high: known,
  /** Growth an hour within which it is stable. */
  bound: known,
  state: z.enum(['stable', 'growing', 'falling', 'unknown']),
  /** "grows 1.2 MB an hour, 80 MB in about 26 h". */
  words: z.string(),
});
export type StabilityRow = z.infer<typeof stabilityRow>;

/** How evenly work lies on cores or on agents of one kind: the busiest ÷ the mean. */
export const balanceRow = z.object({
  /** `cores`, `agents`, `tools`, `models` … */
  of: z.string(),
  /** How many share the work now. */
  count: z.number().int(),
  before: known,
  after: known,
  words: z.string(),
});
export type BalanceRow = z.infer<typeof balanceRow>;

/** The change from a baseline to now. `baseline`, `since`, `overall` and `signals` are relied upon by outside programs. */
export const impact = z.object({
  hub: z.string(),
  /** `kind:name`; null: the hub itself. */
  component: z.string().nullable(),
  /** The baseline's name; null where there is none to compare with. */
  baseline: z.string().nullable(),
  baseline_id: z.string().nullable(),
  /** The marker since which is compared; null where it is the end of the baseline or a chosen moment. */
  marker: marker.nullable(),
  /** Where the stretch that is compared begins, ms since the epoch. */
  since: known,
  /** The end of the newest second that is in it. */
  until: known,
  /** Seconds of it that were taken in, and those of them set aside as warm-up. */
  seconds: z.number().int(),
  set_aside: z.number().int(),
  /** Overall effectiveness as a fraction, positive when better, and its interval. */
  overall: known,
  overall_low: known,
  overall_high: known,
  overall_verdict: overallVerdict,
  overall_reason: z.string().nullable(),
  overall_words: z.string(),
  overall_seconds_more: known,
  /** 0–100: 50 as the baseline, 100 twice as good throughout. */
  score: known,
  /** Whether the load was the same, in words; null where nothing is compared. */
  load: z.string().nullable(),
  signals: z.array(impactSignal),
  stability: z.array(stabilityRow),
  balance: z.array(balanceRow),
  /** What must be done to get an answer, where there is none: `capture a baseline`. Null where nothing. */
  advice: z.string().nullable(),
});
export type ImpactView = z.infer<typeof impact>;

/** One assumption of a verdict, checked. */
export const assumption = z.object({
  name: z.string(),
  state: z.enum(['holds', 'doubtful', 'unknown']),
  words: z.string(),
});

/** What one verdict stands on. */
export const impactDetail = z.object({
  hub: z.string(),
  component: z.string().nullable(),
  baseline: z.string().nullable(),
  since: known,
  signal: impactSignal,
  batches_before: z.number().int(),
  batches_after: z.number().int(),
  batch_seconds: known,
  correlation_seconds: known,
  /** The interval as it narrowed: s since `since`. */
  history: z.array(z.object({ seconds: z.number().int(), change: known, low: known, high: known, verdict })),
  assumptions: z.array(assumption),
});
export type ImpactDetail = z.infer<typeof impactDetail>;

/** Which baseline and moment are to be compared; null: chosen by itself. */
export const newComparison = z.object({
  /** A baseline's id or name. */
  baseline: z.string().min(1).max(200).nullable().default(null),
  /** ms since the epoch, or a marker's id; null: the baseline's end, or the newest marker after it. */
  since: z
    .union([z.number().positive(), z.string().min(1).max(200)])
    .nullable()
    .default(null),
});

export type NewComparison = z.infer<typeof newComparison>;

export const comparison = z.object({
  hub: z.string(),
  /** Whether it was chosen by a person or a program; else it follows the newest marker. */
  chosen: z.boolean(),
  baseline: z.string().nullable(),
  baseline_id: z.string().nullable(),
  since: known,
});
export type ComparisonView = z.infer<typeof comparison>;

/** One side of a comparison: a baseline by id or name, or a part of history (ms since the epoch, `to` excluded). */
export const stretchSide = z.union([
  z.strictObject({ baseline: z.string().min(1).max(200) }),
  z.strictObject({ from: z.number().nonnegative(), to: z.number().positive() }),
]);
export type StretchSide = z.infer<typeof stretchSide>;

/** How many answers something is made to depend on at once: each is held to so much less of the chance of error. */
export const comparisons = z.number().int().min(1).max(100);

export const stretches = z.object({
  before: stretchSide,
  after: stretchSide,
  /** `kind:name`; left out: the hub itself. */
  component: z.string().max(400).optional(),
  /** What the change was meant to bring. */
  targets: z.array(target).max(20).optional(),
  comparisons: comparisons.default(1),
});

/** A verdict as it was at one moment, kept under a permanent id. */
export const sharedImpact = z.object({
  id: z.string(),
  at: z.number(),
  impact,
});
export type SharedImpact = z.infer<typeof sharedImpact>;

/** A moment at which a column changed, found in history: a suggested marker. */
export const changePoint = z.object({
  /** The first second after the change, ms since the epoch. */
  at: z.number(),
  signal: z.string(),
  before: z.number(),
  after: z.number(),
  /** Improvement as a fraction, positive when better; as a plain fraction where no direction is better. */
  change: known,
  p: z.number(),
});
export type ChangePoint = z.infer<typeof changePoint>;

export const changesAnswer = z.object({
  hub: z.string(),
  from: z.number(),
  to: z.number(),
  /** When they were looked for, ms since the epoch. */
  looked_at: z.number(),
  changes: z.array(changePoint),
});
export type ChangesAnswer = z.infer<typeof changesAnswer>;

/** Two ways of running a hub at once, by `hub.variant`. */
export const variants = z
  .strictObject({
    /** The variants' names: what is compared with what. */
    before: z.string().min(1).max(200),
    after: z.string().min(1).max(200),
    /** ms since the epoch, `to` excluded; the last half hour unless set, and a day at most. */
    from: z.number().nonnegative().optional(),
    to: z.number().positive().optional(),
  })
  .refine(({ before, after }) => before !== after, 'two variants are compared, not one with itself');
export type VariantsWanted = z.infer<typeof variants>;

/** The change of one column between values that were measured close together. */
export const pairedSignal = z.object({
  signal: z.string(),
  title: z.string(),
  unit: z.string(),
  before: known,
  after: known,
  /** Improvement as a fraction, positive when better; `low` and `high` bound it. */
  change: known,
  low: known,
  high: known,
  verdict,
  reason: z.string().nullable(),
  /** How many pairs it stands on. */
  pairs: z.number().int(),
});
export type PairedSignal = z.infer<typeof pairedSignal>;

export const variantsAnswer = z.object({
  hub: z.string(),
  before: z.string(),
  after: z.string(),
  from: z.number(),
  to: z.number(),
  signals: z.array(pairedSignal),
});
export type VariantsAnswer = z.infer<typeof variantsAnswer>;

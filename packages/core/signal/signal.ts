/**
 * How the values of a signal fold over a hub's instances, and over time.
 *
 * - `sum`: instances add up; over time the mean of the seconds that are known.
 * - `ratio`: numerator and denominator add up, over instances and over time alike.
 * - `distribution`: histograms merge, over instances and over time alike.
 * - `cores`: one value a core, each core kept apart; over time the mean of each.
 */
export type Fold = 'sum' | 'ratio' | 'distribution' | 'cores';

/** The direction in which a signal is good; null where neither is. */
export type Better = 'higher' | 'lower' | null;

/**
 * What can be read from a signal's value. `value` for all but distributions; `min` and `max` of a stretch are those of single
 * operations where the signal is a distribution, else those of single seconds.
 */
export const statistics = ['value', 'mean', 'p50', 'p95', 'p99', 'count', 'min', 'max'] as const;
export type Statistic = (typeof statistics)[number];

/** One row of the signal table. */
export interface Signal {
  /** Key everywhere: wire, rules, columns. */
  readonly name: string;
  /** As a person reads it, sentence case. */
  readonly title: string;
  readonly unit: string;
  readonly better: Better;
  readonly fold: Fold;
  /** Multiplies numerator ÷ denominator of a `ratio`; 100 for a percentage. */
  readonly scale: number;
  /** Decimals that a screen shows, fixed so that numbers stand still. */
  readonly decimals: number;
  /** The name in the plain WebSocket form, null where that form does not carry it. */
  readonly wireName: string | null;
}

/** The statistics that a signal of this folding has, the one that is meant when none is named first. */
export function statisticsOf(fold: Fold): readonly Statistic[] {
  if (fold === 'distribution') return ['mean', 'p50', 'p95', 'p99', 'count'];
  return fold === 'cores' ? [] : ['value'];
}

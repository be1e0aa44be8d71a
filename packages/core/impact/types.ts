/** What is concluded of one signal. `improved` and `regressed`: the interval lies wholly beyond the tolerance; `same`: wholly within. */
export type Verdict = 'improved' | 'regressed' | 'same' | 'unknown';

/** What is concluded of all signals together. `mixed`: one is proven better and another proven worse. */
export type OverallVerdict = Verdict | 'mixed';

/** Whether a marker brought what it was meant to: decided by the same interval as the verdict. */
export type TargetState = 'met' | 'missed' | 'unknown';

/** What a change was meant to bring. */
export interface Target {
  /** A column: `throughput`, `latency.p95`. */
  readonly signal: string;
  /** The least improvement, as a fraction: 0.47 for "+47 %"; for latency 0.2 is "20 % lower". */
  readonly change: number;
}

/** How alike the load of the two stretches was, for one signal. */
export interface LoadParity {
  /**
   * - `matched`: compared within the load that both stretches have seen;
   * - `apart`: they share too little load to compare;
   * - `limit`: work was always waiting in both, so that the load was the hub's own doing;
   * - `demand`: a signal that follows demand, and was not judged;
   * - `ignored`: the load is unknown, or plays no part in this comparison.
   */
  readonly kind: 'matched' | 'apart' | 'limit' | 'demand' | 'ignored';
  /** Mean load of each stretch, operations a second; null where unknown. */
  readonly before: number | null;
  readonly after: number | null;
  /** The share (0–1) of each stretch's batches that was compared. */
  readonly comparedBefore: number;
  readonly comparedAfter: number;
}

/** The change of one column from the baseline to the stretch after it. */
export interface SignalImpact {
  /** The column's name: `throughput`, `latency.p95`. */
  readonly signal: string;
  /**
   * Its value over the whole of each stretch, in the signal's unit; quantiles are those of merged distributions. Where the load differed,
   * the change is that at equal load, and not the one from `before` to `after`.
   */
  readonly before: number | null;
  readonly after: number | null;
  /** Improvement as a fraction, positive when better; the estimate, and the interval that holds the truth at every look. */
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: Verdict;
  /** Why the verdict is unknown, or what it leaves out, in plain words; null where there is nothing to say. */
  readonly reason: string | null;
  /** Seconds until a verdict at the present noise, if the change stays as it is; null where it is known, or can't be told. */
  readonly secondsMore: number | null;
  /** Whether the overall figure may count it: false where it merely follows demand. */
  readonly counts: boolean;
  readonly load: LoadParity;
  /** How many batches stand on each side, and how many seconds each of them covers (null before that is known). */
  readonly batchesBefore: number;
  readonly batchesAfter: number;
  readonly batchSeconds: number | null;
  /** Seconds over which values depend on each other, as estimated: the variance is that of stretches so long. */
  readonly correlationSeconds: number | null;
  /** Null where no target was set for it. */
  readonly target: { readonly change: number; readonly state: TargetState } | null;
}

/** The weighted mean of the changes that count, its interval corrected for how many there are. */
export interface OverallImpact {
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: OverallVerdict;
  readonly reason: string | null;
  readonly secondsMore: number | null;
  /** The columns that are in it. */
  readonly signals: readonly string[];
}

/** All that is known of the change from a baseline to the stretch after it. */
export interface Impact {
  readonly overall: OverallImpact;
  /** 0–100: 50 as the baseline, 100 twice as good throughout; null where no change is known. */
  readonly score: number | null;
  readonly signals: readonly SignalImpact[];
  /** Seconds of the stretch after the baseline that have been taken in, set-aside ones included. */
  readonly seconds: number;
  /** Seconds of it that were set aside, such as a warm-up after a restart. */
  readonly setAside: number;
}

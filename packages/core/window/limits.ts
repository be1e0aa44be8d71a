/** The bounds of the windows. Every one of them drops or folds what is beyond it, and counts that. */
export interface WindowLimits {
  /** Hubs at once. */
  readonly hubs: number;
  /** Processes of one hub at once. */
  readonly instances: number;
  /** Components of one hub that keep a row; the rest share `other`. */
  readonly components: number;
  /** Metric series of one process, of all processes of a hub, and of all hubs: each takes some 3.5 kB. */
  readonly series: number;
  readonly hubSeries: number;
  readonly allSeries: number;
  /** Rows of components in the seconds of all hubs that can still be amended: each takes some 0.5 kB. */
  readonly rows: number;
  /** Spans of one hub that are remembered to know a duplicate or a parent. */
  readonly recentSpans: number;
}

export const defaultLimits: WindowLimits = {
  hubs: 100,
  instances: 1000,
  components: 200,
  series: 2000,
  hubSeries: 25_000,
  allSeries: 50_000,
  rows: 400_000,
  recentSpans: 1_000_000,
};

/** How late data may come and still amend its second, s. */
export const amendSeconds = 120;

/** How far ahead of this machine's clock data may be, ms. */
export const futureMs = 5000;

/** The bounds of the delay that is learnt from an instance, ms. */
export const leastDelayMs = 200;
export const mostDelayMs = 10_000;

/** A hub is silent after three of its usual intervals, and not before this, ms. */
export const leastSilenceMs = 10_000;

/** A process that said nothing for this long is forgotten, ms. */
export const forgetInstanceMs = 600_000;

/** A metric series that said nothing for this long beyond three of its usual intervals is forgotten, ms. */
export const forgetSeriesMs = 600_000;

/** A component that did nothing for this long is left out of the closed seconds, s. */
export const idleComponentSeconds = 60;

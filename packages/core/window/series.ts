import { type Distribution, fromOutside, type OutsideHistogram } from '../distribution/index.js';
import type { DropReason, Mapping, MetricValue, Temporality } from '../signal/index.js';
import { millis, type Millis, type Second } from '../time/index.js';
import { Counter } from './counter.js';
import { DeltaSeries, subtractHistograms, type NoDelta } from './delta.js';
import { UsualInterval } from './learnt.js';
import type { Points } from './points.js';
import { Timeline } from './timeline.js';

/** A stretch (from, to] and the distribution of what was measured in it. */
export interface HistogramStretch {
  readonly from: Millis;
  readonly to: Millis;
  readonly distribution: Distribution;
}

/** A state at a moment, what came since the point before, or a running total. */
export type NumberForm = 'gauge' | 'delta' | 'total';

/** Is told of each second that had nothing before. */
type Fresh = (which: Second) => void;

/** A stretch longer than three usual intervals, after which a source counts as silent, is a gap and not covered by a gauge. */
const gapFactor = 3;

/** One metric series of one process: what it said, second by second. */
export class Series {
  readonly timeline = new Timeline();
  readonly #counter = new Counter();
  readonly #histograms = new DeltaSeries(subtractHistograms);
  readonly #interval = new UsualInterval();
  /** The time of the newest point, and the newest gauge value; NaN before one. */
  #newest = NaN;
  #value = NaN;

  constructor(
    readonly mapping: Mapping,
    readonly core: number | null,
  ) {}

  /** The last gauge value, null before one. */
  get last(): number | null {
    return Number.isNaN(this.#value) ? null : this.#value;
  }

  /** ms between its points; null before two of them. */
  intervalMs(): number | null {
    return this.#interval.value();
  }

  /**
   * Takes in a histogram: its sum covers the timeline as a rate, its distribution is answered, as it belongs to the hub's seconds.
   * Answers why not where there is none, null where it only begins.
   */
  histogram(
    temporality: Temporality,
    start: Millis | null,
    time: Millis,
    histogram: OutsideHistogram,
    fresh: Fresh,
  ): HistogramStretch | DropReason | null {
    if (!(time <= this.#newest)) this.#interval.arrived(time);
    const change = this.#histograms[temporality](start, time, histogram);
    if (typeof change === 'string') return reasonOf(change);
    this.#newest = time;
    const from = change.from ?? millis(time - this.#usual());
    const distribution = fromOutside(change.value, this.mapping.factor);
    this.timeline.cover(from, time, (distribution.sum * 1000) / (time - from), fresh);
    return { from, to: time, distribution };
  }

  /** Takes in the number at a place. It covers its stretch of the timeline. Answers why not, or null. */
  number(points: Points, at: number, form: NumberForm, fresh: Fresh): DropReason | null {
    const time = points.time(at);
    if (this.#interval.separate(time) && !(time <= this.#newest)) this.#interval.arrived(time);
    if (form !== 'gauge') {
      const none = form === 'total' ? this.#counter.cumulative(points, at) : this.#counter.delta(points, at);
      if (none !== null && none !== 'first') return none;
      this.#newest = time;
      if (none === 'first') return null;
      const from = Number.isNaN(this.#counter.from) ? time - this.#usual() : this.#counter.from;
      const rate = (this.#counter.change * this.mapping.factor * 1000) / (time - from);
      this.#cover(from, time, rate, fresh);
      return null;
    }
    const last = this.#newest;
    if (time <= last) return time === last ? 'duplicate' : 'out_of_order';
    const usual = this.#usual();
    const passed = Number.isNaN(last) ? usual : time - last;
    // A sample stands for the time since the one before; after a gap, only for its own interval.
    const covers = passed <= gapFactor * usual ? passed : usual;
    const value = points.value(at) * this.mapping.factor;
    this.#cover(time - covers, time, value, fresh);
    this.#newest = time;
    this.#value = value;
    return null;
  }

  #cover(from: number, to: number, value: number, fresh: Fresh): void {
    const { stretch } = this.timeline;
    stretch[0] = from;
    stretch[1] = to;
    stretch[2] = value;
    if (!this.timeline.coverNewest()) this.timeline.cover(millis(from), millis(to), value, fresh);
  }

  /** ms that a point stands for where it does not say; a second before that is known. */
  #usual(): number {
    return this.#interval.valueOr(1000);
  }
}

/** A sum that may go down is a state, unless it says only what came. */
export function formOf(value: Exclude<MetricValue, { form: 'histogram' }>): NumberForm {
  if (value.form === 'gauge') return 'gauge';
  if (value.temporality === 'delta') return 'delta';
  return value.monotonic ? 'total' : 'gauge';
}

function reasonOf(change: NoDelta): DropReason | null {
  return change === 'first' ? null : change;
}

import { type Distribution, fromOutside } from '../distribution/index.js';
import type { DropReason, Mapping, MetricObservation, Temporality } from '../signal/index.js';
import { millis, type Millis, type Second } from '../time/index.js';
import { DeltaSeries, subtractHistograms, subtractNumbers, type Delta, type NoDelta } from './delta.js';
import { UsualInterval } from './learnt.js';
import { Timeline } from './timeline.js';

/** A stretch (from, to] and the distribution of what was measured in it. */
export interface HistogramStretch {
  readonly from: Millis;
  readonly to: Millis;
  readonly distribution: Distribution;
}

/** A stretch longer than three usual intervals, after which a source counts as silent, is a gap and not covered by a gauge. */
const gapFactor = 3;

/** One metric series of one process: what it said, second by second. */
export class Series {
  readonly timeline = new Timeline();
  readonly #numbers = new DeltaSeries(subtractNumbers);
  readonly #histograms = new DeltaSeries(subtractHistograms);
  readonly #interval = new UsualInterval();
  /** The newest gauge value and its time. */
  #last: Millis | null = null;
  #value = NaN;

  constructor(
    readonly mapping: Mapping,
    readonly core: number | null,
  ) {}

  /** The last gauge value, null before one. */
  get last(): number | null {
    return this.#last === null ? null : this.#value;
  }

  /** ms between its points; null before two of them. */
  intervalMs(): number | null {
    return this.#interval.value();
  }

  /**
   * Takes in a point. Gauges and sums cover their stretch of the timeline; a histogram's distribution is answered, as it
   * belongs to the hub's seconds, and its sum covers the timeline as a rate.
   */
  observe(
    { value, start, time }: Pick<MetricObservation, 'value' | 'start' | 'time'>,
    fresh: (which: Second) => void,
  ): { reason: DropReason | null; stretch: HistogramStretch | null } {
    if (
      value.form === 'gauge' ||
      (value.form === 'sum' && !value.monotonic && value.temporality === 'cumulative')
    ) {
      return { reason: this.gauge(time, value.value, fresh), stretch: null };
    }
    if (value.form === 'sum') {
      return { reason: this.sum(value.temporality, start, time, value.value, fresh), stretch: null };
    }
    this.#arrived(time);
    const change = this.#histograms[value.temporality](start, time, value.histogram);
    if (typeof change === 'string') return { reason: reasonOf(change), stretch: null };
    const from = this.#from(change);
    const distribution = fromOutside(change.value, this.mapping.factor);
    this.timeline.cover(from, time, (distribution.sum * 1000) / (time - from), fresh);
    return { reason: null, stretch: { from, to: time, distribution } };
  }

  /** Takes in a state of something at a moment. Answers why not, or null. */
  gauge(time: Millis, value: number, fresh: (which: Second) => void): DropReason | null {
    this.#arrived(time);
    return this.#gauge(time, value * this.mapping.factor, fresh);
  }

  /** Takes in a count: what came since the point before, or a running total. Answers why not, or null. */
  sum(
    temporality: Temporality,
    start: Millis | null,
    time: Millis,
    value: number,
    fresh: (which: Second) => void,
  ): DropReason | null {
    this.#arrived(time);
    const change = this.#numbers[temporality](start, time, value);
    if (typeof change === 'string') return reasonOf(change);
    const from = this.#from(change);
    this.timeline.cover(from, time, (change.value * this.mapping.factor * 1000) / (time - from), fresh);
    return null;
  }

  #arrived(time: Millis): void {
    const newest = this.#numbers.time ?? this.#histograms.time ?? this.#last;
    if (newest === null || time > newest) this.#interval.arrived(time);
  }

  #gauge(time: Millis, value: number, fresh: (which: Second) => void): DropReason | null {
    const last = this.#last;
    if (last !== null && time <= last) return time === last ? 'duplicate' : 'out_of_order';
    const usual = this.#interval.value() ?? 1000;
    const passed = last === null ? usual : time - last;
    // A sample stands for the time since the one before; after a gap, only for its own interval.
    const covers = passed <= gapFactor * usual ? passed : usual;
    this.timeline.cover(millis(time - covers), time, value, fresh);
    this.#last = time;
    this.#value = value;
    return null;
  }

  #from({ from, to }: Delta<unknown>): Millis {
    return from ?? millis(to - (this.#interval.value() ?? 1000));
  }
}

function reasonOf(change: NoDelta): DropReason | null {
  return change === 'first' ? null : change;
}

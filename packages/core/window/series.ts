import { type Distribution, fromOutside, type OutsideHistogram } from '../distribution/index.js';
import type { DropReason, Mapping, MetricObservation } from '../signal/index.js';
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

/** A stretch longer than this is taken for a gap and not covered by a gauge: 1.5 usual intervals. */
const gapFactor = 1.5;

/** One metric series of one process: what it said, second by second. */
export class Series {
  readonly timeline = new Timeline();
  readonly #numbers = new DeltaSeries(subtractNumbers);
  readonly #histograms = new DeltaSeries(subtractHistograms);
  readonly #interval = new UsualInterval();
  #last: { time: Millis; value: number } | null = null;

  constructor(
    readonly mapping: Mapping,
    readonly core: number | null,
  ) {}

  /** The last gauge value, null before one. */
  get last(): number | null {
    return this.#last?.value ?? null;
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
    observation: MetricObservation,
    fresh: (which: Second) => void,
  ): { reason: DropReason | null; stretch: HistogramStretch | null } {
    const { value, start, time } = observation;
    const newest = this.#numbers.time ?? this.#histograms.time ?? this.#last?.time ?? null;
    if (newest === null || time > newest) this.#interval.arrived(time);
    if (
      value.form === 'gauge' ||
      (value.form === 'sum' && !value.monotonic && value.temporality === 'cumulative')
    ) {
      return { reason: this.#gauge(time, value.value * this.mapping.factor, fresh), stretch: null };
    }
    if (value.form === 'sum') {
      const change = this.#numbers[value.temporality](start, time, value.value);
      if (typeof change === 'string') return { reason: reasonOf(change), stretch: null };
      const [from, seconds] = this.#stretch(change);
      this.timeline.cover(from, time, (change.value * this.mapping.factor) / seconds, fresh);
      return { reason: null, stretch: null };
    }
    const change = this.#histograms[value.temporality](start, time, value.histogram);
    if (typeof change === 'string') return { reason: reasonOf(change), stretch: null };
    const [from, seconds] = this.#stretch(change);
    const distribution = fromOutside(change.value, this.mapping.factor);
    this.timeline.cover(from, time, distribution.sum / seconds, fresh);
    return { reason: null, stretch: { from, to: time, distribution } };
  }

  #gauge(time: Millis, value: number, fresh: (which: Second) => void): DropReason | null {
    const last = this.#last;
    if (last !== null && time <= last.time) return time === last.time ? 'duplicate' : 'out_of_order';
    const usual = this.#interval.value() ?? 1000;
    const passed = last === null ? usual : time - last.time;
    // A sample stands for the time since the one before; after a gap, only for its own interval.
    const covers = passed <= gapFactor * usual ? passed : usual;
    this.timeline.cover(millis(time - covers), time, value, fresh);
    this.#last = { time, value };
    return null;
  }

  #stretch(delta: Delta<number | OutsideHistogram>): [from: Millis, seconds: number] {
    const from = delta.from ?? millis(delta.to - (this.#interval.value() ?? 1000));
    return [from, (delta.to - from) / 1000];
  }
}

function reasonOf(change: NoDelta): DropReason | null {
  return change === 'first' ? null : change;
}

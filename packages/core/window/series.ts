import { type Distribution, fromOutside, type OutsideHistogram } from '../distribution/index.js';
import type { DropReason, Mapping, MetricValue, Temporality } from '../signal/index.js';
import { millis, type Millis, type Second } from '../time/index.js';
import * as cell from './cells.js';
import type { Cells, NumberForm } from './cells.js';
import { cumulative, delta, found } from './counter.js';
import { DeltaSeries, subtractHistograms, type NoDelta } from './delta.js';
import { togetherMs, usualAfter } from './interval.js';
import type { Points } from './points.js';
import { Timeline } from './timeline.js';

/** A stretch (from, to] and the distribution of what was measured in it. */
export interface HistogramStretch {
  readonly from: Millis;
  readonly to: Millis;
  readonly distribution: Distribution;
}

/** Is told of each second that had nothing before. */
type Fresh = (which: Second) => void;

/** A stretch longer than three usual intervals, after which a source counts as silent, is a gap and not covered by a gauge. */
const gapFactor = 3;

/** What a point stands for before it is known how often they come, ms. */
const unknownMs = 1000;

/** What is to be covered next: from where, to where, ms since the epoch, and the value. A number that is handed on costs an object. */
const stretch = new Float64Array(3);

/** One metric series of one process: what it said, second by second. What a point is taken in by stands in the cells. */
export class Series {
  readonly #cells: Cells;
  /** Where its cells begin. */
  readonly base: number;
  /** Every second but the newest, which stands in the cells. */
  readonly #timeline = new Timeline();
  /** Null before one. */
  #histograms: DeltaSeries<OutsideHistogram> | null = null;

  constructor(
    readonly mapping: Mapping,
    readonly core: number | null,
    cells: Cells,
  ) {
    this.#cells = cells;
    this.base = cells.take(mapping.factor);
    cells.numbers[this.base + cell.usual] = unknownMs;
    cells.numbers[this.base + cell.open] = 0;
  }

  /** The last gauge value, null before one. */
  get last(): number | null {
    const last = this.#cells.numbers[this.base + cell.value] ?? NaN;
    return this.#form() !== cell.formCode('gauge') || Number.isNaN(last) ? null : last;
  }

  /** ms between its points; null before two of them. */
  intervalMs(): number | null {
    const { intervals, numbers } = this.#cells;
    return intervals[cell.intervalsOf(this.base)] === 0 ? null : (numbers[this.base + cell.usual] ?? null);
  }

  /** How long it has said nothing beyond what three of its usual intervals explain, ms. */
  silentMs(now: Millis): number {
    const { numbers } = this.#cells;
    const arrived = numbers[this.base + cell.arrived] ?? NaN;
    if (Number.isNaN(arrived)) return Infinity;
    return now - arrived - gapFactor * (numbers[this.base + cell.usual] ?? 0);
  }

  /** The mean over the covered part of a second, null where nothing of it is covered. */
  at(which: Second): number | null {
    const { numbers } = this.#cells;
    if (numbers[this.base + cell.open] !== which) return this.#timeline.at(which);
    const covered = numbers[this.base + cell.covered] ?? 0;
    return covered > 0 ? (numbers[this.base + cell.weighted] ?? 0) / covered : null;
  }

  /** Gives its cells back: it takes in no more points. */
  release(): void {
    this.#cells.give(this.base);
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
    const { numbers } = this.#cells;
    if (!(time <= (numbers[this.base + cell.newest] ?? NaN))) this.#arrive(time);
    this.#histograms ??= new DeltaSeries(subtractHistograms);
    const change = this.#histograms[temporality](start, time, histogram);
    if (typeof change === 'string') return reasonOf(change);
    numbers[this.base + cell.newest] = time;
    const from = change.from ?? millis(time - (numbers[this.base + cell.usual] ?? NaN));
    const distribution = fromOutside(change.value, this.mapping.factor);
    stretch[0] = from;
    stretch[1] = time;
    stretch[2] = (distribution.sum * 1000) / (time - from);
    this.#cover(fresh);
    return { from, to: time, distribution };
  }

  /** Takes in the number at a place. It covers its stretch of the timeline. Answers why not, or null. */
  number(points: Points, at: number, form: NumberForm, fresh: Fresh): DropReason | null {
    const { numbers } = this.#cells;
    const base = this.base;
    if (cell.formCode(form) !== this.#form()) this.#become(form);
    const time = points.time(at);
    const last = numbers[base + cell.newest] ?? NaN;
    if (!(time <= last)) this.#arrive(time);
    const usual = numbers[base + cell.usual] ?? NaN;
    if (form !== 'gauge') {
      const none =
        form === 'total' ? cumulative(numbers, base, points, at) : delta(numbers, base, points, at);
      if (none !== null) return reasonOf(none);
      const begun = found[0] ?? NaN;
      const from = Number.isNaN(begun) ? time - usual : begun;
      stretch[0] = from;
      stretch[1] = time;
      stretch[2] = ((found[1] ?? NaN) * this.mapping.factor * 1000) / (time - from);
      this.#cover(fresh);
      return null;
    }
    if (time <= last) return time === last ? 'duplicate' : 'out_of_order';
    const passed = Number.isNaN(last) ? usual : time - last;
    // A sample stands for the time since the one before; after a gap, only for its own interval.
    const covers = passed <= gapFactor * usual ? passed : usual;
    const value = points.value(at) * this.mapping.factor;
    stretch[0] = time - covers;
    stretch[1] = time;
    stretch[2] = value;
    this.#cover(fresh);
    numbers[base + cell.newest] = time;
    numbers[base + cell.value] = value;
    return null;
  }

  /** Hears that it had no value at a moment: the next value stands for its own interval, and nothing before. */
  unknown(points: Points, at: number): void {
    const { numbers } = this.#cells;
    const place = this.base + cell.newest;
    if (this.#form() === cell.formCode('gauge') && points.time(at) > (numbers[place] ?? NaN))
      numbers[place] = NaN;
  }

  /** Another form of number than before: what was counted says nothing of it. */
  #become(form: NumberForm): void {
    this.#cells.forms[this.base / cell.width] = cell.formCode(form);
    this.#cells.numbers[this.base + cell.value] = NaN;
    this.#cells.numbers[this.base + cell.begun] = NaN;
  }

  #form(): number {
    return this.#cells.forms[this.base / cell.width] ?? NaN;
  }

  #arrive(time: number): void {
    const { intervals, numbers } = this.#cells;
    const interval = time - (numbers[this.base + cell.arrived] ?? NaN);
    if (interval < togetherMs) return;
    numbers[this.base + cell.arrived] = time;
    if (Number.isNaN(interval)) return;
    const before = numbers[this.base + cell.usual] ?? NaN;
    numbers[this.base + cell.usual] = usualAfter(intervals, cell.intervalsOf(this.base), interval, before);
  }

  /** Covers the {@link stretch}. */
  #cover(fresh: Fresh): void {
    const { numbers } = this.#cells;
    const base = this.base;
    const from = stretch[0] ?? NaN;
    const to = stretch[1] ?? NaN;
    const value = stretch[2] ?? NaN;
    const open = (numbers[base + cell.open] ?? NaN) * 1000;
    if (!(from >= open && to <= open + 1000)) {
      this.#coverFurther(fresh);
      return;
    }
    const covered = (to - from) / 1000;
    numbers[base + cell.weighted] = (numbers[base + cell.weighted] ?? NaN) + value * covered;
    numbers[base + cell.covered] = (numbers[base + cell.covered] ?? NaN) + covered;
  }

  /** Covers what does not lie within the newest second. */
  #coverFurther(fresh: Fresh): void {
    const { numbers } = this.#cells;
    const base = this.base;
    const timeline = this.#timeline;
    const from = millis(stretch[0] ?? NaN);
    const to = millis(stretch[1] ?? NaN);
    const value = stretch[2] ?? NaN;
    if (timeline.newest > 0)
      timeline.hold(numbers[base + cell.weighted] ?? 0, numbers[base + cell.covered] ?? 0);
    timeline.cover(from, to, value, fresh);
    numbers[base + cell.open] = timeline.newest;
    numbers[base + cell.weighted] = timeline.weighted(timeline.newest);
    numbers[base + cell.covered] = timeline.covered(timeline.newest);
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

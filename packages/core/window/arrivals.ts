import type { OutsideHistogram } from '../distribution/index.js';
import type { DropReason, MetricObservation, Temporality } from '../signal/index.js';
import { millis, secondOf, type Second } from '../time/index.js';
import type { SeriesIdentity } from './bound.js';
import type { NumberForm } from './cells.js';
import type { HubWindow } from './hub-window.js';
import type { Instance } from './instance.js';
import { Points } from './points.js';
import { formOf, type HistogramStretch, type Series } from './series.js';
import { sharesOf } from './timely.js';

/** How metric points enter the seconds of a hub. */
export class MetricArrivals {
  /** When the point that is being taken in arrived. */
  #now = millis(0);
  readonly #single = new Points(1);

  constructor(private readonly window: HubWindow) {}

  /** Takes in a point by itself. Answers why not, or null. */
  observe(metric: MetricObservation, instance: Instance, now: Points['now']): DropReason | null {
    const { start, time, value } = metric;
    const series = instance.series(metric, this.window.limits.series);
    if (series === null) return 'series_limit';
    const points = this.#single;
    points.arrive(now);
    points.set(0, start, time, value.form === 'histogram' ? NaN : value.value);
    return value.form === 'histogram'
      ? this.histogram(metric, instance, series, points, 0, value.temporality, value.histogram)
      : this.number(instance, series, points, 0, formOf(value));
  }

  /** Takes in the number at a place. Answers why not, or null. */
  number(
    instance: Instance,
    series: Series,
    points: Points,
    at: number,
    form: NumberForm,
  ): DropReason | null {
    return this.arriving(instance, points, at) ?? series.number(points, at, form, this.fresh);
  }

  /** Takes in a histogram whose times stand at a place, spread evenly over the seconds that it covers. Answers why not, or null. */
  histogram(
    identity: SeriesIdentity,
    instance: Instance,
    series: Series,
    points: Points,
    at: number,
    temporality: Temporality,
    histogram: OutsideHistogram,
  ): DropReason | null {
    const late = this.arriving(instance, points, at);
    if (late !== null) return late;
    const begun = points.start(at);
    const start = Number.isNaN(begun) ? null : millis(begun);
    const time = millis(points.time(at));
    const stretch = series.histogram(temporality, start, time, histogram, this.fresh);
    if (stretch === null || typeof stretch === 'string') return stretch;
    this.#spread(identity, instance, stretch);
    return null;
  }

  /** A point of a process arrives: answers why it can't be counted, or null. */
  arriving(instance: Instance, points: Points, at: number): DropReason | null {
    const time = points.time(at);
    if (!(time <= (points.arrival[2] ?? NaN))) return 'future';
    if (time < (points.arrival[1] ?? NaN)) return 'too_old';
    // The points of one scrape or export share their time: one of them speaks for all.
    if (!instance.sees(points, at)) return null;
    const { now } = points;
    this.#now = now;
    if (instance.metrics.heardAt !== now) instance.metrics.heard(now);
    instance.metrics.observed(millis(time), now);
    return null;
  }

  /** A series tells of a second that had no value of it. One function for all points: none of them needs its own. */
  readonly fresh = (which: Second): void => {
    const { window } = this;
    if (window.seconds.lastClosed !== null) window.seconds.touch(which);
    // A total since the process began reaches back before the hub was known; its history starts now.
    else if (which >= secondOf(this.#now) - 1) window.seconds.bucket(which);
  };

  #spread({ mapping, failed }: SeriesIdentity, instance: Instance, stretch: HistogramStretch): void {
    const { window } = this;
    const { from, to, distribution } = stretch;
    const gives = mapping.role === 'operations';
    if (gives && !window.meters.includes(mapping.metric)) window.meters.push(mapping.metric);
    for (const { which, share } of sharesOf(from, to)) {
      if (window.seconds.gone(which)) continue;
      const bucket = window.seconds.bucket(which);
      if (gives) {
        const outcome = mapping.failuresUntold === true ? null : failed;
        bucket.meteredOperations(mapping.metric).addHistogram(distribution, outcome, share);
        bucket.contributors.add(instance.source.instance);
      } else if (window.table.find(mapping.signal)?.fold === 'distribution') {
        bucket.meteredDistribution(mapping.signal).merge(distribution, share);
      }
      window.seconds.touch(which);
    }
  }
}

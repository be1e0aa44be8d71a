import type { OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason, HubId, Temporality } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import type { NumberForm, Points, SeriesIdentity } from '@hubscope/core/window';
import type { SeriesPlace, SeriesSink } from './sink.js';

/** One row of the mapping table that a series feeds. It finds its place with its first timely point, and anew where that was forgotten. */
export class Feed {
  /** The hub that its points are of. */
  readonly hub: HubId;
  #bound: SeriesPlace | null = null;

  constructor(
    private readonly sink: SeriesSink,
    readonly identity: SeriesIdentity,
  ) {
    this.hub = identity.source.hub;
  }

  /** The place that it found last; null before one. */
  get place(): SeriesPlace | null {
    return this.#bound;
  }

  /** Takes in the number at a place. Answers why not, or null. */
  number(points: Points, at: number, form: NumberForm): DropReason | null {
    const bound = this.#find(points, at);
    return typeof bound === 'string' ? bound : bound.number(points, at, form);
  }

  /** Hears that it had no value at the time at a place. */
  unknown(points: Points, at: number): void {
    const known = this.#bound;
    if (known !== null && known.live) known.unknown(points, at);
  }

  /** Takes in a histogram whose times stand at a place, a running total unless told otherwise. Answers why not, or null. */
  histogram(
    points: Points,
    at: number,
    value: OutsideHistogram,
    temporality: Temporality = 'cumulative',
  ): DropReason | null {
    const bound = this.#find(points, at);
    return typeof bound === 'string' ? bound : bound.histogram(temporality, points, at, value);
  }

  #find(points: Points, at: number): SeriesPlace | DropReason {
    const known = this.#bound;
    if (known !== null && known.live) return known;
    const bound = this.sink.bind(this.identity, millis(points.time(at)));
    this.#bound = typeof bound === 'string' ? null : bound;
    return bound;
  }
}

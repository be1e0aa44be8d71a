import type { OutsideHistogram } from '../distribution/index.js';
import type { DropReason, Mapping, Source, Temporality } from '../signal/index.js';
import type { Millis } from '../time/index.js';
import type { HubWindow } from './hub-window.js';
import type { Instance } from './instance.js';
import type { Series } from './series.js';

/** What tells a metric series from all others, and what it gives. */
export interface SeriesIdentity {
  readonly source: Source;
  readonly mapping: Mapping;
  /** Tells it from the others of the same source and mapping. */
  readonly series: string;
  /** The logical core, where the mapping is by core. */
  readonly core: number | null;
  /** Whether its attributes say that its operations failed. */
  readonly failed: boolean;
}

/**
 * A metric series whose place in the windows is known: its points are taken in without looking anything up and without an object for
 * each. It is got from {@link Windows.bind} and used within {@link Windows.batch}. Each method answers why a point was not counted, or null.
 */
export class BoundSeries {
  constructor(
    readonly identity: SeriesIdentity,
    private readonly window: HubWindow,
    private readonly instance: Instance,
    private readonly series: Series,
  ) {}

  /** Whether its process is still remembered; else it must be bound anew. */
  get live(): boolean {
    return !this.instance.forgotten;
  }

  gauge(time: Millis, value: number, now: Millis): DropReason | null {
    return (
      this.window.arriving(this.instance, time, now) ?? this.series.gauge(time, value, this.window.fresh)
    );
  }

  /** @param start of the counter, or of the stretch that the point covers; null where that is not known */
  sum(
    temporality: Temporality,
    start: Millis | null,
    time: Millis,
    value: number,
    now: Millis,
  ): DropReason | null {
    return (
      this.window.arriving(this.instance, time, now) ??
      this.series.sum(temporality, start, time, value, this.window.fresh)
    );
  }

  histogram(
    temporality: Temporality,
    start: Millis | null,
    time: Millis,
    histogram: OutsideHistogram,
    now: Millis,
  ): DropReason | null {
    const untimely = this.window.arriving(this.instance, time, now);
    if (untimely !== null) return untimely;
    const value = { form: 'histogram', temporality, histogram } as const;
    const { reason, stretch } = this.series.observe({ start, time, value }, this.window.fresh);
    if (stretch !== null) this.window.stretch(this.identity, this.instance, stretch);
    return reason;
  }
}

import type { OutsideHistogram } from '../distribution/index.js';
import type { DropReason, Mapping, Source, Temporality } from '../signal/index.js';
import type { MetricArrivals } from './arrivals.js';
import type { NumberForm } from './cells.js';
import type { Instance } from './instance.js';
import type { Points } from './points.js';
import type { Series } from './series.js';
import { within } from './within.js';

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
  /** That of the identity: one line of memory less to read. */
  readonly #source: Source;
  readonly #base: number;
  readonly #generation: number;

  constructor(
    readonly identity: SeriesIdentity,
    private readonly arrivals: MetricArrivals,
    private readonly instance: Instance,
    private readonly series: Series,
  ) {
    this.#source = identity.source;
    this.#base = series.base;
    this.#generation = instance.generation;
  }

  /** Whether it is still remembered, and its process is what it was when this was bound; else it must be bound anew. */
  get live(): boolean {
    return this.instance.generation === this.#generation && same(this.instance.source, this.#source);
  }

  /** Takes in the number at a place. */
  number(points: Points, at: number, form: NumberForm): DropReason | null {
    const { arrivals, instance } = this;
    const late = arrivals.arriving(instance, points, at);
    if (late !== null || within(instance.cells, this.#base, points, at, form)) return late;
    return this.series.number(points, at, form, arrivals.fresh);
  }

  /** Hears that it had no value at the time at a place. */
  unknown(points: Points, at: number): void {
    this.series.unknown(points, at);
  }

  /** Takes in a histogram whose times stand at a place. */
  histogram(
    temporality: Temporality,
    points: Points,
    at: number,
    histogram: OutsideHistogram,
  ): DropReason | null {
    const { arrivals, identity, instance, series } = this;
    return arrivals.histogram(identity, instance, series, points, at, temporality, histogram);
  }
}

/** Whether two sources of one process say the same of it. */
function same(a: Source, b: Source): boolean {
  if (a === b) return true;
  return (
    a.version === b.version && a.host === b.host && a.cpuLimit === b.cpuLimit && a.closedLoad === b.closedLoad
  );
}

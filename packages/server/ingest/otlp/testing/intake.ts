import type { OutsideHistogram } from '@hubscope/core/distribution';
import { MappingTable, type MetricValue, type Observation, type Temporality } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import type { NumberForm, Points, SeriesIdentity } from '@hubscope/core/window';
import type { SeriesPlace } from '../../sink.js';
import { Intake, type HandledRequest, type IntakeOptions } from '../intake.js';

const values: Readonly<Record<NumberForm, (value: number) => MetricValue>> = {
  gauge: (value) => ({ form: 'gauge', value }),
  delta: (value) => ({ form: 'sum', temporality: 'delta', monotonic: true, value }),
  total: (value) => ({ form: 'sum', temporality: 'cumulative', monotonic: true, value }),
};

/** The place of a series that keeps a list of what it takes in. */
class Recorder implements SeriesPlace {
  readonly live = true;

  constructor(
    private readonly identity: SeriesIdentity,
    private readonly taken: Observation[],
    private readonly unknownAt: number[],
  ) {}

  number(points: Points, at: number, form: NumberForm): null {
    return this.#keep(points, at, values[form](points.value(at)));
  }

  unknown(points: Points, at: number): void {
    this.unknownAt.push(points.time(at));
  }

  histogram(temporality: Temporality, points: Points, at: number, histogram: OutsideHistogram): null {
    return this.#keep(points, at, { form: 'histogram', temporality, histogram });
  }

  #keep(points: Points, at: number, value: MetricValue): null {
    const start = points.start(at);
    this.taken.push({
      ...this.identity,
      type: 'metric',
      start: Number.isNaN(start) ? null : millis(start),
      time: millis(points.time(at)),
      value,
    });
    return null;
  }
}

/** An intake that hands to lists in place of windows. */
export class WatchedIntake {
  readonly taken: Observation[] = [];
  /** When series said that they have no value, ms since the epoch. */
  readonly unknownAt: number[] = [];
  /** `hub reason count`, in the order in which they came. */
  readonly drops: string[] = [];
  readonly handled: HandledRequest[] = [];
  /** Seconds to wait, while there is no room. */
  wait: number | null = null;
  /** What taking anything in throws. */
  fault: Error | null = null;
  readonly clock = new SimulatedClock(millis(1_700_000_000_000));
  readonly sink: IntakeOptions['sink'] = {
    accept: (observations) => {
      if (this.fault !== null) throw this.fault;
      this.taken.push(...observations);
      return { counted: observations.length, dropped: {} };
    },
    bind: (identity) => new Recorder(identity, this.taken, this.unknownAt),
    batch: (read) => void read(this.clock.now()),
    drop: (hub, reason, count) => this.drops.push(`${String(hub)} ${reason} ${String(count)}`),
    busy: () => this.wait,
  };
  readonly intake: Intake;

  constructor(more: Partial<IntakeOptions> = {}) {
    const { clock, sink } = this;
    this.intake = new Intake({
      clock,
      mappings: new MappingTable(),
      sink,
      onRequest: (request) => this.handled.push(request),
      ...more,
    });
  }
}

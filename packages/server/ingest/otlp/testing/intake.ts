import { MappingTable, type Observation } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { Intake, type HandledRequest, type IntakeOptions } from '../intake.js';

/** An intake that hands to lists in place of windows. */
export class WatchedIntake {
  readonly taken: Observation[] = [];
  /** `hub reason count`, in the order in which they came. */
  readonly drops: string[] = [];
  readonly handled: HandledRequest[] = [];
  /** Seconds to wait, while there is no room. */
  wait: number | null = null;
  readonly intake: Intake;

  constructor(more: Partial<IntakeOptions> = {}) {
    this.intake = new Intake({
      clock: new SimulatedClock(millis(1_700_000_000_000)),
      mappings: new MappingTable(),
      sink: {
        accept: (observations) => {
          this.taken.push(...observations);
          return { counted: observations.length, dropped: {} };
        },
        drop: (hub, reason, count) => this.drops.push(`${String(hub)} ${reason} ${String(count)}`),
        busy: () => this.wait,
      },
      onRequest: (request) => this.handled.push(request),
      ...more,
    });
  }
}

import type { HubId, MetricObservation, SpanObservation } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import { Calls } from '@hubscope/core/window';
import { SlowOperations } from './slow-operations.js';

/** What is known of single operations of the last minutes: which were the slowest, and who called whom. */
export class Operations {
  readonly slow: SlowOperations;
  readonly calls: Calls;

  /** @param share of the usual room, 0–1 */
  constructor(share: number) {
    this.slow = new SlowOperations(share);
    this.calls = new Calls(share);
  }

  /** Looks at what was counted. */
  note(observation: SpanObservation | MetricObservation, now: Millis): void {
    this.slow.note(observation, now);
    if (observation.type === 'span') this.calls.note(observation, now);
  }

  prune(now: Millis): void {
    this.slow.prune(now);
    this.calls.prune(now);
  }

  forget(hub: HubId): void {
    this.slow.forget(hub);
    this.calls.forget(hub);
  }
}

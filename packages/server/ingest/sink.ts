import type { DropReason, HubId, Observation } from '@hubscope/core/signal';

/** What became of a batch of observations. */
export interface AcceptResult {
  readonly counted: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** Where every kind of ingest hands what it decoded. */
export interface Sink {
  accept(observations: readonly Observation[]): AcceptResult;
  /** Counts telemetry that did not become an observation; hub null where none could be told. */
  drop(hub: HubId | null, reason: DropReason, count: number): void;
  /** Seconds to wait before trying again where there is no room now; null where there is. */
  busy(): number | null;
}

import type { Records } from '@hubscope/core/record';
import type { Column, ComponentKey, HubId, Point, SignalTable } from '@hubscope/core/signal';
import type { Clock, Second } from '@hubscope/core/time';
import type { HubStatus, ImpactView, Marker, StabilityRow } from '@hubscope/core/wire';

/** Which points are wanted whole. */
export interface Stretch {
  readonly hub: HubId;
  /** Null: the hub itself. */
  readonly component: ComponentKey | null;
  readonly from: Second;
  /** Excluded. */
  readonly to: Second;
}

/** Which values are wanted. */
export interface Values extends Stretch {
  readonly stepSeconds: number;
  readonly columns: readonly Column[];
}

/** Where points and records are kept. */
export interface Past {
  /** The points of a stretch, oldest first, in pieces; seconds without a point are left out. */
  points(stretch: Stretch): AsyncIterable<readonly Point[]>;
  /** For each column its values, one a step, NaN where unknown. */
  values(wanted: Values): Promise<readonly { readonly values: Float64Array }[]>;
  readonly records: Records;
  /** Markers of a hub, or of all (null), oldest first. */
  markers(hub: HubId | null): Promise<readonly Marker[]>;
}

/** What a second brought. */
export interface Judged {
  /** The optimization score of this second (0–100); null where it is unknown. */
  readonly score: number | null;
  /** What is to be told to those who watch: every 5 s, and at once where a verdict or the comparison changed; else null. */
  readonly news: ImpactView | null;
}

/** What the impact stage asks of the rest of the server. */
export interface ImpactOptions {
  readonly clock: Clock;
  readonly table: SignalTable;
  readonly past: Past;
  /** A hub's state; null where it was never heard of. */
  status(hub: HubId): HubStatus | null;
  /** How the hub's memory grows; none where it is unknown. */
  stability(hub: HubId): StabilityRow[];
  /** The components that worked in the last minutes, the busiest first. */
  components(hub: HubId): readonly ComponentKey[];
  /** Told of what nobody expected. */
  failed(what: string, error: unknown): void;
}

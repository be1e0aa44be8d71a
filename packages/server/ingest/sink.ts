import type { DropReason, HubId, Observation } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import type { BoundSeries, SeriesIdentity, Windows } from '@hubscope/core/window';

/** What became of a batch of observations. */
export interface AcceptResult {
  readonly counted: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** Where every kind of ingest hands what it decoded. */
export interface Sink {
  /** @param more whether more of the same arrival follows: seconds close only after its end */
  accept(observations: readonly Observation[], more?: boolean): AcceptResult;
  /** Counts telemetry that did not become an observation; hub null where none could be told. */
  drop(hub: HubId | null, reason: DropReason, count: number): void;
  /** Seconds to wait before trying again where there is no room now; null where there is. */
  busy(): number | null;
}

/** The place of a series, as {@link BoundSeries} is one. */
export type SeriesPlace = Pick<BoundSeries, 'live' | 'number' | 'histogram' | 'unknown'>;

/** Where readers of metric series hand what they read: places are found once, points taken in one by one. */
export interface SeriesSink extends Pick<Sink, 'drop' | 'busy'> {
  /** The place of a series whose next point has this time, or why it has none. */
  bind(identity: SeriesIdentity, time: Millis): SeriesPlace | DropReason;
  /** Takes in what `read` hands to bound series as one arrival; it answers the hubs that it had something of. */
  batch(read: (now: Millis) => Iterable<HubId>): void;
}

/**
 * The windows as readers of metric series see them.
 * @param busy seconds to wait before more can be taken in; null where there is room
 */
export function seriesSink(windows: Windows, busy: SeriesSink['busy']): SeriesSink {
  return {
    bind: windows.bind.bind(windows),
    batch: windows.batch.bind(windows),
    drop: windows.drop.bind(windows),
    busy,
  };
}

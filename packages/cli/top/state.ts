import type { Life, LiveState } from '@hubscope/core/live';

/** What stands in place of the panels. */
export type Overlay = 'keys' | 'hubs' | null;

/** All that is drawn; immutable. */
export interface TopState {
  readonly live: LiveState;
  readonly life: Life;
  /** ms since the epoch by this machine's clock. */
  readonly now: number;
  /** The second at the charts' right edge, s since the epoch; null before any. */
  readonly until: number | null;
  /** Keys of the components, busiest first. */
  readonly order: readonly string[];
  /** The alert that a key would acknowledge, by id; null: the first. */
  readonly selected: string | null;
  readonly overlay: Overlay;
  /** The place in the list of hubs, while it is open. */
  readonly hubAt: number;
  /** What was done or went wrong last; empty: nothing. */
  readonly message: string;
}

/** Room to draw in; `rows` null: as much as is needed. */
export interface Room {
  readonly columns: number;
  readonly rows: number | null;
}

/** The server's clock, ms. */
export function serverNow({ live, now }: TopState): number {
  return now - (live.clockOffset ?? 0);
}

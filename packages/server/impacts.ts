import type { FaultLog } from '@hubscope/core/log';
import type { SignalTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { Hubs } from './api/index.js';
import type { GrowthStage } from './growth/index.js';
import type { HubStates } from './hub-states.js';
import { ImpactStage } from './impact/index.js';
import type { Store } from './store/store.js';

/** What the impact stage is connected to. */
export interface ImpactHouse {
  readonly clock: Clock;
  readonly table: SignalTable;
  readonly store: Store;
  readonly states: HubStates;
  readonly hubs: Hubs;
  readonly growth: GrowthStage;
  readonly log: FaultLog;
}

/** Connects baselines and comparisons to history and to the hubs as they are now. */
export function connectImpact({ clock, table, store, states, hubs, growth, log }: ImpactHouse): ImpactStage {
  return new ImpactStage({
    clock,
    table,
    past: {
      points: (stretch) => store.points(stretch),
      values: (wanted) => store.history(wanted),
      markers: (hub) => store.markers(hub),
      records: store.records,
    },
    status: (hub) => states.of(hub),
    stability: (hub) => growth.rows(hub),
    components: (hub) => (hubs.components(hub) ?? []).map(({ key }) => key),
    failed: (what, error) => {
      log.error(what, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  });
}

import type { FaultLog } from '@hubscope/core/log';
import type { HubId, SignalTable } from '@hubscope/core/signal';
import type { RuleInForce } from '@hubscope/core/wire';
import { GrowthStage } from './growth/index.js';
import type { HubStates } from './hub-states.js';
import type { Store } from './store/store.js';

/** What the growth of memory is connected to. */
export interface GrowthHouse {
  readonly table: SignalTable;
  readonly store: Store;
  readonly states: HubStates;
  readonly log: FaultLog;
  readonly rules: (hub: HubId) => readonly RuleInForce[];
}

/** Connects the growth of memory to history, and to the rules that say how much is too much. */
export function connectGrowth({ table, store, states, log, rules }: GrowthHouse): GrowthStage {
  return new GrowthStage({
    table,
    values: (wanted) => store.history(wanted),
    markers: (hub) => store.markers(hub),
    instances: (hub) => states.of(hub)?.instances ?? null,
    limits: (hub) =>
      rules(hub)
        .filter((rule) => rule.enabled && rule.signal === 'memory' && rule.condition === 'above')
        .filter(({ component, against, burn }) => component === null && against === null && burn === null)
        .map(({ threshold }) => threshold),
    failed: (what, error) => {
      log.error(what, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  });
}

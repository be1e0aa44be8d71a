import { secondOf, shift, type Clock } from '@hubscope/core/time';
import type { Config } from '@hubscope/core/wire';
import type { Judge } from './judge/index.js';
import type { Latest } from './latest.js';
import type { SignalTables } from './signal-tables.js';
import { DuckStore } from './store/duckdb/duck-store.js';
import type { Store } from './store/store.js';
import type { Stream } from './stream/index.js';
import { log } from './system.js';

/** A server that is told to end takes 5 s at most. */
const predecessorMs = 6000;

/** Opens the data folder that the configuration names; what is wrong with it is logged. */
export function openStore(
  config: Config,
  clock: Clock,
  { table, added: signals }: Pick<SignalTables, 'table' | 'added'>,
): Promise<DuckStore> {
  return DuckStore.open({
    folder: config.data,
    clock,
    table,
    signals,
    maxBytes: config.max_data_mb * 1e6,
    patienceMs: predecessorMs,
    say: (sentence) => {
      log.error(sentence, {});
    },
  });
}

/** What trends and peaks look back on, s. */
const judgedSeconds = 3600;

/** The stages that are told. */
interface Told {
  readonly judge: Judge;
  readonly latest: Latest;
  readonly stream: Stream;
}

/** Tells the stages what was before this start: which hubs there were, and the last hour of those that were there in it. */
export async function restorePast(
  store: Store,
  clock: Clock,
  { judge, latest, stream }: Told,
): Promise<void> {
  const to = shift(secondOf(clock.now()), 1);
  const from = shift(to, -judgedSeconds);
  latest.remember(store.knownHubs());
  stream.remember(latest.past());
  for (const { hub, last } of store.knownHubs()) {
    if (last < from) continue;
    for await (const points of store.points({ hub, component: null, from, to })) {
      for (const point of points) judge.remember(point);
    }
  }
}

import { customSignalRow, SignalTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { Config, CustomSignal } from '@hubscope/core/wire';
import { selfRows } from './ingest/self/rows.js';
import { DuckStore } from './store/duckdb/duck-store.js';

/** The rows that are added to the signal table: the server's own, and the configuration's. */
export function addedRows(config: Config): CustomSignal[] {
  return [...selfRows, ...config.signals];
}

/** Opens the data folder that the configuration names; what is wrong with it is said on standard error. */
export function openStore(config: Config, clock: Clock): Promise<DuckStore> {
  const signals = addedRows(config).map(customSignalRow);
  return DuckStore.open({
    folder: config.data,
    clock,
    table: new SignalTable(signals),
    signals,
    say: (sentence) => {
      process.stderr.write(`${JSON.stringify({ level: 'error', message: sentence })}\n`);
    },
  });
}

/** The stages by themselves, for programs that bring them together under a clock of their own: a simulated day. */
export { HubStates } from './hub-states.js';
export { finish, Judge } from './judge/index.js';
export { Notifier, systemResolve, systemTimers } from './notify/index.js';
export { signalTables, type SignalTables } from './signal-tables.js';
export { DatabaseProcess } from './store/duckdb/database-process.js';
export { DuckStore } from './store/duckdb/duck-store.js';
export { tableOf } from './store/duckdb/tiers.js';
export { columnsIn } from './store/pack/block.js';

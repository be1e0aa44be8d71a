import {
  builtinMappings,
  customMappingRow,
  customSignalRow,
  MappingTable,
  priceMappings,
  readMapping,
  SignalTable,
  type Signal,
  type SpanMapping,
} from '@hubscope/core/signal';
import type { Config } from '@hubscope/core/wire';
import { selfRows } from './ingest/self/rows.js';

/** The signals in force, and what gives them. */
export interface SignalTables {
  readonly table: SignalTable;
  /** The rows of the table that are not built in. */
  readonly added: readonly Signal[];
  readonly mappings: MappingTable;
  readonly spanMappings: readonly SpanMapping[];
}

/** The tables of a configuration: what is built in, what the server tells of itself, and what the configuration adds. */
export function signalTables({ signals, mapping, prices }: Config): SignalTables {
  const rows = [...selfRows, ...signals];
  const known = rows.map(customSignalRow);
  const written = readMapping(mapping, known);
  const added = [...known, ...written.signals];
  return {
    table: new SignalTable(added),
    added,
    mappings: new MappingTable([
      ...builtinMappings,
      ...rows.map(customMappingRow),
      ...written.metrics,
      ...priceMappings(prices),
    ]),
    spanMappings: written.spans,
  };
}

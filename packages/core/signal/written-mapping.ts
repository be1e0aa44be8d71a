import { customSignalRow } from './custom.js';
import type { ComponentKind } from './component.js';
import type { Mapping, Role } from './mapping.js';
import type { Better, Signal } from './signal.js';
import type { SpanMapping } from './span-mapping.js';
import { builtinSignals } from './table.js';

/** A row of a mapping as it stands in a configuration. */
export interface MappingRow {
  readonly metric?: string | undefined;
  readonly span?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly signal?: string | undefined;
  readonly role?: Role | undefined;
  readonly factor: number;
  readonly value?: string | undefined;
  readonly component?: ComponentKind | undefined;
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly unit: string;
  readonly better: Better;
  readonly fold: 'sum' | 'distribution';
  readonly decimals: number;
}

/** What the rows of a configuration add to the tables. */
export interface ReadMapping {
  /** Signals that were not there. */
  readonly signals: readonly Signal[];
  readonly metrics: readonly Mapping[];
  readonly spans: readonly SpanMapping[];
}

/** Signals that are made of operations: a metric gives them by the durations that it counts. */
const ofOperations: ReadonlySet<string> = new Set(['throughput', 'latency', 'error_rate', 'busy']);

/** A row of a configuration goes before those that are built in. */
const rank = 0;

function metricMapping(row: MappingRow, metric: string, signal: string): Mapping {
  const where = Object.fromEntries(Object.entries(row.attributes).map(([key, value]) => [key, [value]]));
  const operations = ofOperations.has(signal);
  const role = row.role ?? (operations ? 'operations' : 'value');
  return { metric, signal: operations ? 'latency' : signal, role, factor: row.factor, rank, where };
}

function spanMapping(row: MappingRow, span: string, fold: 'sum' | 'distribution'): SpanMapping {
  const { attributes, signal, component, factor, value = null, name = null } = row;
  return {
    span,
    attributes,
    component: component === undefined ? null : { kind: component, name },
    signal: signal === undefined ? null : { name: signal, fold, value, factor },
  };
}

/**
 * Reads the rows of a configuration. A signal that neither is built in nor `known` becomes a new one, by the first row that names it.
 * @param known signals that the configuration has beside
 */
export function readMapping(rows: readonly MappingRow[], known: readonly Signal[]): ReadMapping {
  const signals = new Map([...builtinSignals, ...known].map((signal) => [signal.name, signal]));
  const added: Signal[] = [];
  const metrics: Mapping[] = [];
  const spans: SpanMapping[] = [];
  for (const row of rows) {
    if (row.signal !== undefined && !signals.has(row.signal)) {
      const made = customSignalRow({ ...row, name: row.signal, metric: '' });
      signals.set(made.name, made);
      added.push(made);
    }
    const fold = row.signal === undefined ? 'sum' : signals.get(row.signal)?.fold;
    if (row.metric !== undefined && row.signal !== undefined)
      metrics.push(metricMapping(row, row.metric, row.signal));
    if (row.span !== undefined)
      spans.push(spanMapping(row, row.span, fold === 'distribution' ? 'distribution' : 'sum'));
  }
  return { signals: added, metrics, spans };
}

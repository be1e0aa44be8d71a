import { fitsGlob } from '../judge/glob.js';
import { escapedName, prometheusName } from './prometheus-name.js';
import type { MappingRow } from './written-mapping.js';

/** A metric series or a kind of span that was seen lately. */
export interface SeenTelemetry {
  readonly hub: string;
  /** How it came: what Prometheus and StatsD send may be written as Prometheus writes OpenTelemetry's names. */
  readonly door: 'otlp' | 'prometheus' | 'statsd';
  readonly type: 'metric' | 'span';
  readonly name: string;
  /** As far as they were read; of a span, that is those that some row or convention wants. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The signals that it gives now. */
  readonly signals: readonly string[];
}

/** What a row would match of what was seen. */
export interface RowPreview {
  /** How many of the series and kinds of spans seen. */
  readonly matched: number;
  /** Some of them. */
  readonly examples: readonly SeenTelemetry[];
  /** Attributes that it asks spans for and that none of them was read for: it was matched without them. */
  readonly unread: readonly string[];
}

const mostExamples = 5;

/** Whether a metric of a row is the one that a series of Prometheus or StatsD is named after. */
function fitsName(metric: string, name: string): boolean {
  const escaped = escapedName(metric);
  return prometheusName(name, (each) => (each === metric || each === escaped ? metric : undefined)) !== null;
}

function named({ metric, span }: MappingRow, { door, type, name }: SeenTelemetry): boolean {
  if (type === 'span') return span !== undefined && fitsGlob(span, name);
  if (metric === undefined) return false;
  return door === 'otlp' ? metric === name : fitsName(metric, name);
}

/** The value of an attribute, under its own name or under the one that Prometheus makes of it. */
function valueOf({ door, attributes }: SeenTelemetry, key: string): string | undefined {
  return attributes[key] ?? (door === 'otlp' ? undefined : attributes[escapedName(key)]);
}

/** Says of each row what it would match. */
export function previewMapping(
  rows: readonly MappingRow[],
  seen: readonly SeenTelemetry[],
): readonly RowPreview[] {
  return rows.map((row) => {
    const byName = seen.filter((each) => named(row, each));
    const asked = Object.entries(row.attributes);
    // Of spans only those attributes are read that some row in force or a convention wants.
    const unread =
      row.span === undefined || byName.length === 0
        ? []
        : asked.map(([key]) => key).filter((key) => byName.every(({ attributes }) => !(key in attributes)));
    const matching = byName.filter((each) =>
      asked.every(([key, value]) => unread.includes(key) || valueOf(each, key) === value),
    );
    return { matched: matching.length, examples: matching.slice(0, mostExamples), unread };
  });
}

/** Names of metrics that no signal is made from and that no row would match. */
export function unmappedMetrics(rows: readonly MappingRow[], seen: readonly SeenTelemetry[]): string[] {
  const names = seen
    .filter((each) => each.type === 'metric' && each.signals.length === 0)
    .filter((each) => !rows.some((row) => named(row, each)))
    .map(({ name }) => name);
  return [...new Set(names)].sort();
}

import { coreAttributes, type Mapping, type MappingTable, type SignalTable } from '@hubscope/core/signal';

/** The part of a metric that a series carries: its value, or one of the series that a classic histogram is written as. */
export type Part = 'whole' | 'bucket' | 'sum' | 'count';

/** A metric as the mapping table names it, and what its Prometheus name added to that. */
export interface MetricName {
  readonly metric: string;
  readonly part: Part;
  /** The unit that stands in the Prometheus name and not in the metric's. */
  readonly unit: string | null;
  /** Whether the name says that it only goes up. */
  readonly counter: boolean;
}

export type Labels = ReadonlyMap<string, string>;

const units = ['seconds', 'milliseconds', 'bytes', 'ratio', 'percent', 'tokens', 'requests'] as const;
const parts = ['bucket', 'sum', 'count'] as const;

/** Milliseconds in the time units that stand in names. */
const msIn: Readonly<Record<string, number>> = { seconds: 1000, milliseconds: 1 };

/** A name as Prometheus writes it where only letters, digits, `_` and `:` may stand. */
function escaped(name: string): string {
  return name.replace(/[^a-zA-Z0-9_:]/g, '_');
}

function without(name: string, ending: string): string | null {
  return name.endsWith(`_${ending}`) ? name.slice(0, -ending.length - 1) : null;
}

/** A label under its own name or under the one that Prometheus makes of it; null where there is none. */
export function labelOf(labels: Labels, name: string): string | null {
  return labels.get(name) ?? labels.get(escaped(name)) ?? null;
}

/** The logical core that a series is of, by the labels of the conventions; null where none names one. */
export function coreOf(labels: Labels): number | null {
  for (const name of coreAttributes) {
    const text = labelOf(labels, name) ?? '';
    if (/^\d{1,4}$/.test(text)) return Number(text);
  }
  return null;
}

/**
 * Finds the rows of the mapping table for Prometheus' names. A name of OpenTelemetry's arrives as it is, or with `_` for its dots, its
 * unit and `_total` behind. Source: OpenTelemetry, "Prometheus and OpenMetrics Compatibility".
 */
export class PrometheusNames {
  readonly #metrics = new Map<string, string>();

  constructor(
    private readonly mappings: MappingTable,
    private readonly table: SignalTable,
  ) {
    for (const metric of mappings.metrics()) {
      const alias = escaped(metric);
      if (!this.#metrics.has(alias)) this.#metrics.set(alias, metric);
    }
  }

  /** The metric that a series of this name belongs to; null where no signal is made from it. */
  find(name: string): MetricName | null {
    const whole = this.#whole(name);
    if (whole !== null) return whole;
    for (const part of parts) {
      const base = without(name, part);
      const found = base === null ? null : this.#whole(base);
      if (found !== null) return { ...found, part, counter: true };
    }
    return null;
  }

  /** The rows that a series feeds, each with the factor for the unit in its name. */
  rows({ metric, unit }: MetricName, labels: Labels): Mapping[] {
    return this.mappings
      .match(metric, (attribute) => labelOf(labels, attribute))
      .map((row) => {
        const factor = msIn[unit ?? ''];
        const inMs = this.table.find(row.signal)?.unit === 'ms';
        return factor === undefined || !inMs ? row : { ...row, factor };
      });
  }

  #whole(name: string): MetricName | null {
    const exact = this.mappings.has(name) ? name : this.#metrics.get(name);
    const counter = name.endsWith('_total');
    if (exact !== undefined) return { metric: exact, part: 'whole', unit: null, counter };
    const base = without(name, 'total') ?? name;
    const plain = this.#metrics.get(base);
    if (plain !== undefined) return { metric: plain, part: 'whole', unit: null, counter };
    for (const unit of units) {
      const metric = this.#metrics.get(without(base, unit) ?? '');
      if (metric !== undefined) return { metric, part: 'whole', unit, counter };
    }
    return null;
  }
}

import {
  coreAttributes,
  escapedName,
  prometheusName,
  type Mapping,
  type MappingTable,
  type PrometheusName,
  type SignalTable,
} from '@hubscope/core/signal';

export type Labels = ReadonlyMap<string, string>;

/** Milliseconds in the time units that stand in names. */
const msIn: Readonly<Record<string, number>> = { seconds: 1000, milliseconds: 1 };

/** A label under its own name or under the one that Prometheus makes of it; null where there is none. */
export function labelOf(labels: Labels, name: string): string | null {
  return labels.get(name) ?? labels.get(escapedName(name)) ?? null;
}

/** The logical core that a series is of, by the labels of the conventions; null where none names one. */
export function coreOf(labels: Labels): number | null {
  for (const name of coreAttributes) {
    const text = labelOf(labels, name) ?? '';
    if (/^\d{1,4}$/.test(text)) return Number(text);
  }
  return null;
}

/** Finds the rows of the mapping table for Prometheus' names. */
export class PrometheusNames {
  readonly #metrics = new Map<string, string>();

  constructor(
    private readonly mappings: MappingTable,
    private readonly table: SignalTable,
  ) {
    for (const metric of mappings.metrics()) {
      const alias = escapedName(metric);
      if (!this.#metrics.has(alias)) this.#metrics.set(alias, metric);
    }
  }

  /** The metric that a series of this name belongs to; null where no signal is made from it. */
  find(name: string): PrometheusName | null {
    return prometheusName(name, this.#metricOf);
  }

  /** The rows that a series feeds, each with the factor for the unit in its name. */
  rows({ metric, unit }: PrometheusName, labels: Labels): Mapping[] {
    return this.mappings
      .match(metric, (attribute) => labelOf(labels, attribute))
      .map((row) => {
        const factor = msIn[unit ?? ''];
        const inMs = this.table.find(row.signal)?.unit === 'ms';
        return factor === undefined || !inMs ? row : { ...row, factor };
      });
  }

  readonly #metricOf = (name: string): string | undefined =>
    this.mappings.has(name) ? name : this.#metrics.get(name);
}

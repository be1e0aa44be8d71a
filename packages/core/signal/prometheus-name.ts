/** The part of a metric that a series carries: its value, or one of the series that a classic histogram is written as. */
export type Part = 'whole' | 'bucket' | 'sum' | 'count';

/** A metric as a mapping names it, and what its Prometheus name added to that. */
export interface PrometheusName {
  readonly metric: string;
  readonly part: Part;
  /** The unit that stands in the Prometheus name and not in the metric's. */
  readonly unit: string | null;
  /** Whether the name says that it only goes up. */
  readonly counter: boolean;
}

const units = ['seconds', 'milliseconds', 'bytes', 'ratio', 'percent', 'tokens', 'requests'] as const;
const parts = ['bucket', 'sum', 'count'] as const;

/** A name as Prometheus writes it where only letters, digits, `_` and `:` may stand. */
export function escapedName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_:]/g, '_');
}

function without(name: string, ending: string): string | null {
  return name.endsWith(`_${ending}`) ? name.slice(0, -ending.length - 1) : null;
}

function whole(name: string, metricOf: (name: string) => string | undefined): PrometheusName | null {
  const counter = name.endsWith('_total');
  const base = without(name, 'total') ?? name;
  const metric = metricOf(name) ?? metricOf(base);
  if (metric !== undefined) return { metric, part: 'whole', unit: null, counter };
  for (const unit of units) {
    const plain = metricOf(without(base, unit) ?? '');
    if (plain !== undefined) return { metric: plain, part: 'whole', unit, counter };
  }
  return null;
}

/**
 * The metric that a series of Prometheus belongs to: its name is that of a metric, as it is or with `_` for what Prometheus has no sign for,
 * with the unit and `_total` behind it. Source: OpenTelemetry, "Prometheus and OpenMetrics Compatibility".
 * @param metricOf the metric that a name stands for, as it is or {@link escapedName escaped}
 */
export function prometheusName(
  name: string,
  metricOf: (name: string) => string | undefined,
): PrometheusName | null {
  const found = whole(name, metricOf);
  if (found !== null) return found;
  for (const part of parts) {
    const base = without(name, part);
    const of = base === null ? null : whole(base, metricOf);
    if (of !== null) return { ...of, part, counter: true };
  }
  return null;
}

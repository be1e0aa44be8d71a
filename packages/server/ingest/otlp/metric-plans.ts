import { coreAttributes, type Mapping, type MappingTable, type SeenTelemetry } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import { ByteTable } from './byte-table.js';
import type { Attributes, Scalar } from './messages.js';

/** Metrics of one process that are remembered, and series of one of them; past it they are worked out anew. */
const knownMetrics = 2048;
const knownSeries = 4096;

/** Series of a metric that a mapping's preview tells of. */
const mostSamples = 20;

type SampledSeries = Pick<SeenTelemetry, 'attributes' | 'signals'>;

/** What one series gives to one signal: all that its points share. */
export interface SeriesPlan {
  readonly mapping: Mapping;
  readonly series: string;
  readonly core: number | null;
  readonly failed: boolean;
}

function coreOf(attributes: Attributes): number | null {
  for (const name of coreAttributes) {
    const core = Number(attributes.get(name) ?? NaN);
    if (Number.isInteger(core) && core >= 0 && core < 4096) return core;
  }
  return null;
}

/** The identity of a series within its process: scope, metric and all attributes, in order of their names. */
function seriesOf(scope: string, name: string, attributes: Attributes): string {
  const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${scope} ${name} ${JSON.stringify(sorted)}`;
}

function textOf(value: Scalar | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}

/** What a metric of a process and scope becomes: nothing, or for each of its series what it gives. */
export class MetricPlan {
  /** Whether any signal is made from it. */
  readonly mapped: boolean;
  /** When it arrived last. */
  seenAt = -Infinity;
  /** Attributes of some of its series, and the signals that they give. */
  readonly samples: SampledSeries[] = [];
  readonly #byBytes = new ByteTable<readonly SeriesPlan[]>(knownSeries);
  readonly #byText = new Map<string, readonly SeriesPlan[]>();

  constructor(
    private readonly scope: string,
    readonly name: string,
    private readonly mappings: MappingTable,
  ) {
    this.mapped = mappings.has(name);
  }

  /** The series of a point, by the bytes of its attributes. @param decode reads them, where they are new */
  ofBytes(
    bytes: Uint8Array,
    from: number,
    to: number,
    decode: (bytes: Uint8Array) => Attributes,
  ): readonly SeriesPlan[] {
    return this.#byBytes.get(bytes, from, to, (all, first, last) =>
      this.of(decode(all.subarray(first, last))),
    );
  }

  /** The series of a point. */
  of(attributes: Attributes): readonly SeriesPlan[] {
    let key = '';
    for (const [name, value] of attributes) key += `${name}\u0000${typeof value}${String(value)}\u0000`;
    const known = this.#byText.get(key);
    if (known !== undefined) return known;
    if (this.#byText.size >= knownSeries) this.#byText.clear();
    const made = this.#make(attributes);
    this.#byText.set(key, made);
    return made;
  }

  #make(attributes: Attributes): SeriesPlan[] {
    const series = seriesOf(this.scope, this.name, attributes);
    const plans = this.mappings
      .match(this.name, (name) => textOf(attributes.get(name)))
      .map((mapping) => ({
        mapping,
        series,
        core: mapping.role === 'core_share' || mapping.role === 'core_seconds' ? coreOf(attributes) : null,
        failed: attributes.has('error.type'),
      }));
    if (this.samples.length < mostSamples) {
      const texts = [...attributes].map(([name, value]) => [name, String(value)] as const);
      const signals = plans.map(({ mapping: { signal } }) => signal);
      this.samples.push({ attributes: Object.fromEntries(texts), signals });
    }
    return plans;
  }
}

/** The plans of one process. */
export class MetricPlans {
  readonly #plans = new Map<string, Map<string, MetricPlan>>();
  #size = 0;

  constructor(
    private readonly mappings: MappingTable,
    private readonly clock: Clock,
  ) {}

  /** The series that arrived since a moment. */
  seen(hub: string, since: number): SeenTelemetry[] {
    return [...this.#plans.values()]
      .flatMap((ofScope) => [...ofScope.values()])
      .filter(({ seenAt }) => seenAt >= since)
      .flatMap(({ name, samples }) =>
        samples.map((sample) => ({ hub, type: 'metric' as const, name, ...sample })),
      );
  }

  of(scope: string, name: string): MetricPlan {
    const plan = this.#plans.get(scope)?.get(name) ?? this.#add(scope, name);
    plan.seenAt = this.clock.now();
    return plan;
  }

  #add(scope: string, name: string): MetricPlan {
    if (this.#size >= knownMetrics) {
      this.#plans.clear();
      this.#size = 0;
    }
    const made = new MetricPlan(scope, name, this.mappings);
    const ofScope = this.#plans.get(scope) ?? new Map<string, MetricPlan>();
    this.#plans.set(scope, ofScope.set(name, made));
    this.#size += 1;
    return made;
  }
}

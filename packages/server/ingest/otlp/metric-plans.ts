import { coreAttributes, type MappingTable, type SeenTelemetry, type Source } from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import { Feed } from '../feed.js';
import { bytesOf, Interned } from '../interned.js';
import { latelyMs, lookAgainMs, mostSamples, mostText } from '../lately.js';
import type { SeriesSink } from '../sink.js';
import type { Attributes, Scalar } from './messages.js';
import { decodePointAttributes } from './protobuf.js';

/** Metrics of one process that are remembered, and series of one of them; past it they are worked out anew. */
const knownMetrics = 2048;
const knownSeries = 4096;

/** One of its series. */
interface Sample extends Pick<SeenTelemetry, 'attributes' | 'signals'> {
  /** When it was seen last, ms since the epoch. */
  at: number;
}

export interface MetricPlansOptions {
  readonly source: Source;
  readonly mappings: MappingTable;
  readonly clock: Clock;
  /** Where the points of their series go. */
  readonly sink: SeriesSink;
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

/** What tells the series of one metric apart, in the order in which they are written. */
function keyOf(attributes: Attributes): string {
  let key = '';
  for (const [name, value] of attributes) key += `${name}\u0000${typeof value}${String(value)}\u0000`;
  return key;
}

function textOf(value: Scalar | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}

const nothing: readonly Feed[] = [];

/** What a metric of a process and scope becomes: nothing, or for each of its series what it feeds. */
export class MetricPlan {
  /** Whether any signal is made from it. */
  readonly mapped: boolean;
  /** Of how many of its points the attributes are to be shown to {@link look} now: it costs too much to look at all. */
  toLookAt = 0;
  #seenAt = -Infinity;
  #lookedAt = -Infinity;
  readonly #samples = new Map<string, Sample>();
  #text = 0;
  readonly #byBytes = new Interned<readonly Feed[]>({ entries: knownSeries, bytes: 4 * 1024 * 1024 });
  readonly #byText = new Map<string, readonly Feed[]>();

  constructor(
    private readonly scope: string,
    readonly name: string,
    private readonly options: MetricPlansOptions,
  ) {
    this.mapped = options.mappings.has(name);
  }

  /** What a point's series feeds, by the bytes of its attributes. */
  ofBytes(words: DataView, from: number, to: number): readonly Feed[] {
    return this.#byBytes.of(words, from, to, this.#ofBytes);
  }

  /** Where attributes that begin at `from` end if they are those of the series that stood behind the last one before; else -1. */
  following(words: DataView, from: number, limit: number): number {
    return this.#byBytes.following(words, from, limit);
  }

  /** What the series feeds that was found last. */
  get found(): readonly Feed[] {
    return this.#byBytes.found ?? nothing;
  }

  /** What a point's series feeds: one row of the mapping table each. */
  of(attributes: Attributes): readonly Feed[] {
    const key = keyOf(attributes);
    const known = this.#byText.get(key);
    if (known !== undefined) return known;
    if (this.#byText.size >= knownSeries) this.#byText.clear();
    const made = this.#make(attributes);
    this.#byText.set(key, made);
    return made;
  }

  /** It arrives. */
  arrive(now: Millis): void {
    this.#seenAt = now;
    // A clock that was set back begins another time.
    if (Math.abs(now - this.#lookedAt) < lookAgainMs) return;
    this.#lookedAt = now;
    this.toLookAt = mostSamples;
  }

  /** Notes for a mapping's preview that one of its series arrives. */
  look(attributes: Attributes): void {
    this.toLookAt -= 1;
    const key = keyOf(attributes);
    const known = this.#samples.get(key);
    if (known !== undefined) {
      known.at = this.#seenAt;
      return;
    }
    if (this.#hasNoRoom(key)) this.#forget();
    if (this.#hasNoRoom(key)) return;
    const texts = [...attributes].map(([name, value]) => [name, String(value)] as const);
    const signals = this.mapped ? this.of(attributes).map(({ identity }) => identity.mapping.signal) : [];
    this.#samples.set(key, { attributes: Object.fromEntries(texts), signals, at: this.#seenAt });
    this.#text += key.length;
  }

  /** Some of its series that arrived since a moment. */
  seen(since: number): Omit<Sample, 'at'>[] {
    if (this.#seenAt < since) return [];
    return [...this.#samples.values()]
      .filter(({ at }) => at >= since)
      .map(({ attributes, signals }) => ({ attributes, signals }));
  }

  #hasNoRoom(key: string): boolean {
    return this.#samples.size >= mostSamples || this.#text + key.length > mostText;
  }

  #forget(): void {
    for (const [key, { at }] of this.#samples) {
      if (Math.abs(this.#seenAt - at) <= latelyMs) continue;
      this.#samples.delete(key);
      this.#text -= key.length;
    }
  }

  readonly #ofBytes = (words: DataView, from: number, to: number): readonly Feed[] =>
    this.of(decodePointAttributes(bytesOf(words, from, to)));

  #make(attributes: Attributes): Feed[] {
    const { mappings, sink, source } = this.options;
    const series = seriesOf(this.scope, this.name, attributes);
    const failed = attributes.has('error.type');
    return mappings
      .match(this.name, (name) => textOf(attributes.get(name)))
      .map((mapping) => {
        const byCore = mapping.role === 'core_share' || mapping.role === 'core_seconds';
        return new Feed(sink, { source, mapping, series, core: byCore ? coreOf(attributes) : null, failed });
      });
  }
}

/** The plans of one process. */
export class MetricPlans {
  readonly #plans = new Map<string, Map<string, MetricPlan>>();
  #size = 0;

  constructor(private readonly options: MetricPlansOptions) {}

  /** The series that arrived since a moment. */
  seen(hub: string, since: number): SeenTelemetry[] {
    return [...this.#plans.values()]
      .flatMap((ofScope) => [...ofScope.values()])
      .flatMap((plan) =>
        plan.seen(since).map((series) => ({
          hub,
          door: 'otlp' as const,
          type: 'metric' as const,
          name: plan.name,
          ...series,
        })),
      );
  }

  of(scope: string, name: string): MetricPlan {
    const plan = this.#plans.get(scope)?.get(name) ?? this.#add(scope, name);
    plan.arrive(this.options.clock.now());
    return plan;
  }

  #add(scope: string, name: string): MetricPlan {
    if (this.#size >= knownMetrics) {
      this.#plans.clear();
      this.#size = 0;
    }
    const made = new MetricPlan(scope, name, this.options);
    const ofScope = this.#plans.get(scope) ?? new Map<string, MetricPlan>();
    this.#plans.set(scope, ofScope.set(name, made));
    this.#size += 1;
    return made;
  }
}

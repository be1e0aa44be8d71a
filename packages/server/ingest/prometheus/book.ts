import {
  cleanName,
  hubId,
  type DropReason,
  type HubId,
  type Mapping,
  type MappingTable,
  type SignalTable,
  type Source,
} from '@hubscope/core/signal';
import type { SeriesIdentity } from '@hubscope/core/window';
import { Feed } from '../feed.js';
import type { SeriesSink } from '../sink.js';
import { HistogramSeries } from './histogram.js';
import { coreOf, labelOf, PrometheusNames, type Labels, type MetricName } from './names.js';
import { PartSeries, Refused, WholeSeries, type Taker } from './series.js';

/** The kinds of metric that change how a series is read; what a client calls `unknown` is one of neither. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'other';

/** Histograms that are put together at once; past it all are begun anew. */
const maxHistograms = 20_000;
/** Processes, and kinds of metrics, that are remembered; past it all are forgotten. */
const maxRemembered = 20_000;

export interface BookOptions {
  readonly sink: SeriesSink;
  readonly mappings: MappingTable;
  readonly table: SignalTable;
}

/** What every series of Prometheus' is: found by its labels, whichever way it came in. */
export class Book {
  readonly #sink: SeriesSink;
  readonly #table: SignalTable;
  readonly #names: PrometheusNames;
  readonly #sources = new Map<string, Source>();
  readonly #histograms = new Map<string, HistogramSeries>();
  readonly #types = new Map<string, MetricType>();
  readonly #refused = new Map<string, Refused>();
  #generation = 0;

  constructor({ sink, mappings, table }: BookOptions) {
    this.#sink = sink;
    this.#table = table;
    this.#names = new PrometheusNames(mappings, table);
  }

  /** Changes when a series that was found before is another one now: whoever keeps takers must find them anew. */
  get generation(): number {
    return this.#generation;
  }

  /** Notes what kind of metric a name is. */
  type(name: string, type: MetricType): void {
    const before = this.#types.get(name);
    if (before === type || this.#names.find(name) === null) return;
    if (this.#types.size >= maxRemembered) this.#types.clear();
    this.#types.set(name, type);
    if (before !== undefined || type === 'counter') this.#generation += 1;
  }

  /** The hub that labels name. */
  hub(labels: Labels): HubId {
    return hubId(labels.get('hub') ?? labels.get('job') ?? '');
  }

  /** A taker for series that nothing can be made from. */
  refused(hub: HubId, reason: DropReason): Taker {
    const key = `${reason} ${hub}`;
    const known = this.#refused.get(key) ?? new Refused(hub, reason);
    if (this.#refused.size < maxRemembered) this.#refused.set(key, known);
    return known;
  }

  /** What takes the points of a series. */
  series(labels: Labels, type: MetricType | null = null): Taker {
    const hub = this.hub(labels);
    const written = labels.get('__name__') ?? '';
    if (written === '') return this.refused(hub, 'bad_labels');
    const name = this.#names.find(written);
    if (name === null) return this.refused(hub, 'unmapped');
    const rows = this.#names.rows(name, labels);
    if (rows.length === 0) return this.refused(hub, 'unmapped');
    const source = this.#source(hub, labels);
    if (name.part !== 'whole') return this.#part(written, name, source, rows, labels);
    const identities = this.#identities(written, source, rows, labels);
    const numbers = identities.filter(({ mapping }) => this.#takesNumbers(mapping));
    const kind = type ?? this.#types.get(written) ?? null;
    const adds = rows.some(({ role }) => role === 'cpu_seconds' || role === 'core_seconds');
    return new WholeSeries(
      hub,
      adds || kind === 'counter' || (kind === null && name.counter),
      numbers.map((identity) => new Feed(this.#sink, identity)),
      () => this.#histogram(source, name, identities),
    );
  }

  #part(written: string, name: MetricName, source: Source, rows: readonly Mapping[], labels: Labels): Taker {
    const { hub } = source;
    const { part } = name;
    const base = written.slice(0, -part.length - 1);
    const rest = new Map([...labels].filter(([label]) => label !== 'le'));
    const histogram = this.#histogram(source, name, this.#identities(base, source, rows, rest));
    if (part === 'count') return new PartSeries(hub, histogram, null);
    if (part === 'sum') return new PartSeries(hub, histogram, histogram.sum());
    const le = labels.get('le') ?? '';
    const bound = le === '+Inf' ? Infinity : Number(le);
    if (le === '' || Number.isNaN(bound)) return this.refused(hub, 'bad_labels');
    const bucket = histogram.bucket(bound);
    return bucket === null ? this.refused(hub, 'series_limit') : new PartSeries(hub, histogram, bucket);
  }

  /** The one histogram of a metric, process and labels, native or in parts. */
  #histogram(
    { hub, instance }: Source,
    { metric }: MetricName,
    identities: readonly SeriesIdentity[],
  ): HistogramSeries {
    const key = [hub, instance, metric, identities[0]?.series ?? ''].join('\n');
    const known = this.#histograms.get(key);
    if (known !== undefined) return known;
    if (this.#histograms.size >= maxHistograms) {
      this.#histograms.clear();
      this.#generation += 1;
    }
    const made = new HistogramSeries(this.#sink, identities);
    this.#histograms.set(key, made);
    return made;
  }

  #identities(name: string, source: Source, rows: readonly Mapping[], labels: Labels): SeriesIdentity[] {
    const failed = (labelOf(labels, 'error.type') ?? '') !== '';
    const sorted = [...labels].filter(([label]) => label !== '__name__').sort(([a], [b]) => (a < b ? -1 : 1));
    const series = `${name}${JSON.stringify(sorted)}`;
    return rows.map((mapping) => {
      const byCore = mapping.role === 'core_share' || mapping.role === 'core_seconds';
      return { source, mapping, series, core: byCore ? coreOf(labels) : null, failed };
    });
  }

  /** Whether a plain number can be a row's value: durations of operations come as histograms. */
  #takesNumbers({ role, signal }: Mapping): boolean {
    return role !== 'operations' && (role !== 'value' || this.#table.find(signal)?.fold !== 'distribution');
  }

  #source(hub: HubId, labels: Labels): Source {
    const named = cleanName(labels.get('instance') ?? '');
    const instance = named === '' ? hub : named;
    const key = `${hub}\n${instance}`;
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    if (this.#sources.size >= maxRemembered) this.#sources.clear();
    const source = { hub, instance, host: null, version: null, cpuLimit: null, closedLoad: false };
    this.#sources.set(key, source);
    return source;
  }
}

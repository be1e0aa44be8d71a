import {
  cleanName,
  hubId,
  type DropReason,
  type HubId,
  type Mapping,
  type MappingTable,
  type PrometheusName,
  type SignalTable,
  type Source,
} from '@hubscope/core/signal';
import type { SeriesIdentity } from '@hubscope/core/window';
import { Feed } from '../feed.js';
import type { SeenMetric, SeenSeries } from '../seen-series.js';
import type { SeriesSink } from '../sink.js';
import { HistogramSeries } from './histogram.js';
import { coreOf, labelOf, PrometheusNames, type Labels } from './names.js';
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
  /** Remembers for a while what came. */
  readonly seen?: SeenSeries;
}

/** One of the series that a classic histogram is written as. */
interface PartOf {
  readonly written: string;
  readonly name: PrometheusName;
  readonly source: Source;
  readonly rows: readonly Mapping[];
  readonly labels: Labels;
  readonly seen: SeenMetric | null;
}

/** What every series of Prometheus' is: found by its labels, whichever way it came in. */
export class Book {
  readonly #sink: SeriesSink;
  readonly #table: SignalTable;
  readonly #names: PrometheusNames;
  readonly #seen: SeenSeries | null;
  readonly #sources = new Map<string, Source>();
  readonly #histograms = new Map<string, HistogramSeries>();
  readonly #types = new Map<string, MetricType>();
  readonly #refused = new Map<string, Refused>();
  #generation = 0;

  constructor({ sink, mappings, table, seen }: BookOptions) {
    this.#sink = sink;
    this.#table = table;
    this.#names = new PrometheusNames(mappings, table);
    this.#seen = seen ?? null;
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
  refused(hub: HubId, reason: DropReason, seen: SeenMetric | null = null): Taker {
    const key = `${reason} ${hub}\n${seen?.name ?? ''}`;
    const known = this.#refused.get(key);
    if (known?.seen === seen) return known;
    const made = new Refused(hub, reason, seen);
    if (known !== undefined || this.#refused.size < maxRemembered) this.#refused.set(key, made);
    return made;
  }

  /** What takes the points of a series. */
  series(labels: Labels, type: MetricType | null = null): Taker {
    const hub = this.hub(labels);
    const written = labels.get('__name__') ?? '';
    if (written === '') return this.refused(hub, 'bad_labels');
    const name = this.#names.find(written);
    const rows = name === null ? [] : this.#names.rows(name, labels);
    const seen = this.#note(hub, written, name, labels, rows);
    if (name === null || rows.length === 0) return this.refused(hub, 'unmapped', seen);
    const source = this.#source(hub, labels);
    if (name.part !== 'whole') return this.#part({ written, name, source, rows, labels, seen });
    const identities = this.#identities(written, source, rows, labels);
    const numbers = identities.filter(({ mapping }) => this.#takesNumbers(mapping));
    const kind = type ?? this.#types.get(written) ?? null;
    const adds = rows.some(({ role }) => role === 'cpu_seconds' || role === 'core_seconds');
    return new WholeSeries(
      hub,
      adds || kind === 'counter' || (kind === null && name.counter),
      numbers.map((identity) => new Feed(this.#sink, identity)),
      () => this.#histogram(source, name, identities),
      seen,
    );
  }

  /** Notes a series for who asks what came; one of a classic histogram's as that. */
  #note(
    hub: HubId,
    written: string,
    name: PrometheusName | null,
    labels: Labels,
    rows: readonly Mapping[],
  ): SeenMetric | null {
    const bucket = labels.has('le') && written.endsWith('_bucket');
    const part = name === null ? (bucket ? 'bucket' : 'whole') : name.part;
    const metric = part === 'whole' ? written : written.slice(0, -part.length - 1);
    const seen = this.#seen?.of(hub, metric) ?? null;
    const rest = [...labels].filter(([label]) => label !== '__name__' && label !== 'le');
    seen?.sample(
      rest,
      rows.map(({ signal }) => signal),
    );
    return seen;
  }

  #part({ written, name, source, rows, labels, seen }: PartOf): Taker {
    const { hub } = source;
    const { part } = name;
    const base = written.slice(0, -part.length - 1);
    const rest = new Map([...labels].filter(([label]) => label !== 'le'));
    const histogram = this.#histogram(source, name, this.#identities(base, source, rows, rest));
    if (part === 'count') return new PartSeries(hub, histogram, null, seen);
    if (part === 'sum') return new PartSeries(hub, histogram, histogram.sum(), seen);
    const le = labels.get('le') ?? '';
    const bound = le === '+Inf' ? Infinity : Number(le);
    if (le === '' || Number.isNaN(bound)) return this.refused(hub, 'bad_labels');
    const bucket = histogram.bucket(bound);
    return bucket === null ? this.refused(hub, 'series_limit') : new PartSeries(hub, histogram, bucket, seen);
  }

  /** The one histogram of a metric, process and labels, native or in parts. */
  #histogram(
    { hub, instance }: Source,
    { metric }: PrometheusName,
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

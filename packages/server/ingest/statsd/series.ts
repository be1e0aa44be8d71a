import { cleanName, hubId, type HubId, type MappingTable, type SignalTable } from '@hubscope/core/signal';
import { coreOf, labelOf, PrometheusNames } from '../prometheus/names.js';
import { Feed } from '../feed.js';
import type { SeriesSink } from '../sink.js';
import type { StatsdLine, StatsdType } from './line.js';

/** What the lines of one name and tags feed. */
export interface StatsdSeries {
  readonly hub: HubId;
  readonly type: StatsdType;
  /** None where no signal is made from it. */
  readonly feeds: readonly Feed[];
}

/** The tags that name the process, the first that is there. */
const instanceTags = [
  'instance',
  'service.instance.id',
  'host',
  'pod_name',
  'dd.internal.entity_id',
] as const;

/** Finds what StatsD's names and tags stand for: the same table, and the same ways of writing its names, as for Prometheus. */
export class StatsdNames {
  readonly #sink: SeriesSink;
  readonly #table: SignalTable;
  readonly #names: PrometheusNames;

  constructor(options: { sink: SeriesSink; mappings: MappingTable; table: SignalTable }) {
    this.#sink = options.sink;
    this.#table = options.table;
    this.#names = new PrometheusNames(options.mappings, options.table);
  }

  series({ name, type, tags }: StatsdLine, sender: string): StatsdSeries {
    const hub = hubId(tags.get('hub') ?? tags.get('service') ?? '');
    const found = this.#names.find(name);
    const rows = found === null ? [] : this.#names.rows(found, tags);
    const instance = instanceTags.map((tag) => cleanName(tags.get(tag) ?? '')).find((text) => text !== '');
    const source = {
      hub,
      instance: instance ?? sender,
      host: tags.get('host') ?? null,
      version: tags.get('version') ?? null,
      cpuLimit: null,
      closedLoad: false,
    };
    const spread = type === 'timer' || type === 'distribution';
    const sorted = [...tags].sort(([a], [b]) => (a < b ? -1 : 1));
    const series = `${type} ${name}${JSON.stringify(sorted)}`;
    const failed = (labelOf(tags, 'error.type') ?? '') !== '';
    const feeds = rows.flatMap((row) => {
      const signal = this.#table.find(row.signal);
      const wants = row.role === 'operations' || signal?.fold === 'distribution';
      if (wants !== spread) return [];
      // A timer's values are milliseconds, whatever unit the metric has elsewhere.
      const mapping = type === 'timer' && signal?.unit === 'ms' ? { ...row, factor: 1 } : row;
      const byCore = row.role === 'core_share' || row.role === 'core_seconds';
      return [new Feed(this.#sink, { source, mapping, series, core: byCore ? coreOf(tags) : null, failed })];
    });
    return { hub, type, feeds };
  }
}

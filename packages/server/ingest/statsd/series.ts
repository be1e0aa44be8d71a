import {
  builtinMappings,
  cleanName,
  hubId,
  type HubId,
  type Mapping,
  type MappingTable,
  type SignalTable,
} from '@hubscope/core/signal';
import { coreOf, labelOf, PrometheusNames } from '../prometheus/names.js';
import { Feed } from '../feed.js';
import type { SeriesSink } from '../sink.js';
import type { StatsdLine, StatsdType } from './line.js';

/** What the lines of one name and tags feed. */
export interface StatsdSeries {
  readonly hub: HubId;
  /** The process, among those of the hub. */
  readonly instance: string;
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

/** The rows whose factor is for the unit that the convention has, not for one that a user measures in. */
const builtin: ReadonlySet<Mapping> = new Set(builtinMappings);

/** The hub that tags name. */
export function hubOf(tags: StatsdLine['tags']): HubId {
  return hubId(tags.get('hub') ?? tags.get('service') ?? '');
}

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
    const hub = hubOf(tags);
    const found = this.#names.find(name);
    // A timer's values are milliseconds, whatever unit its name or the convention says.
    const unit = type === 'timer' ? null : (found?.unit ?? null);
    const rows = found === null ? [] : this.#names.rows({ ...found, unit }, tags);
    const named = instanceTags.map((tag) => cleanName(tags.get(tag) ?? '')).find((text) => text !== '');
    const instance = named ?? sender;
    const source = {
      hub,
      instance,
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
      const inMs = type === 'timer' && signal?.unit === 'ms' && builtin.has(row);
      const mapping = inMs ? { ...row, factor: 1 } : row;
      const byCore = row.role === 'core_share' || row.role === 'core_seconds';
      return [new Feed(this.#sink, { source, mapping, series, core: byCore ? coreOf(tags) : null, failed })];
    });
    return { hub, instance, type, feeds };
  }
}

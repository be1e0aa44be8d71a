import { parseComponentKey, type Signal, type SignalTable } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import {
  liveSeconds,
  sparklineStep,
  type AmendFrame,
  type ComponentRow,
  type HubStatus,
  type LiveFrame,
  type Rule,
  type RulesFrame,
  type SignalInfo,
  type SnapshotFrame,
  type TickFrame,
} from '@hubscope/core/wire';
import { noAlerts } from './alert-list.js';
import { compactAll } from './compact.js';
import type { ComponentChange } from './component-rows.js';
import type { Change, Feed, Numbered } from './feed.js';
import { throughputIn, type SecondRow } from './seconds.js';
import type { SparklineCell } from './sparklines.js';
import { pickValues, wantsComponent, type Wanted } from './wanted.js';

/** A row of the signal table as clients see it. */
export function signalInfo(signal: Signal): SignalInfo {
  const { name, title, unit, better, fold, decimals, wireName } = signal;
  return { name, title, unit, better, fold, decimals, wire_name: wireName };
}

/** The status of a hub that was asked for by name and never seen. */
export function waitingStatus(name: string): HubStatus {
  return {
    name,
    state: 'waiting',
    version: null,
    instances: 0,
    first_second: null,
    last_second: null,
    lag_ms: null,
    resolution: 1,
    operations_from: null,
    cpu_allotted: { cpus: null, from: null },
    closed_load: false,
    operations_per_minute: null,
    dropped: {},
    coarse_latency: false,
  };
}

function componentRows(feed: Feed, wanted: Wanted, rows: readonly SecondRow[]): ComponentRow[] {
  return feed.components
    .list()
    .filter(({ key }) => wantsComponent(wanted, key))
    .map((component) => {
      const { kind, name } = parseComponentKey(component.key) ?? { kind: 'other', name: component.key };
      return {
        key: component.key,
        kind,
        name,
        values: pickValues(component.values, wanted.componentColumns),
        throughput: rows.map((row) => throughputIn(row, component, feed.shape)),
      };
    });
}

/** All that a viewer needs to show a hub from nothing. `feed` is null while no hub has been seen. */
export function snapshotFrame(
  feed: Feed | null,
  wanted: Wanted,
  now: Millis,
  table: SignalTable,
  rules: readonly Rule[],
): SnapshotFrame {
  const rows = feed?.seconds.newest(liveSeconds) ?? [];
  const { alerts, leftOut } = feed?.alerts(now) ?? noAlerts;
  const sparklines: Record<string, (number | null)[]> = {};
  wanted.columns.forEach((column, place) => {
    const name = wanted.columnNames[place];
    const series = feed?.sparklines.series(column) ?? [];
    if (name !== undefined && series.some((value) => value !== null)) sparklines[name] = series;
  });
  return {
    type: 'snapshot',
    seq: feed?.seq ?? 0,
    now,
    hub: feed?.hub ?? null,
    status: feed === null ? null : (feed.status ?? waitingStatus(feed.hub)),
    signals: table.signals.map(signalInfo),
    columns: [...wanted.columnNames],
    component_columns: [...wanted.componentColumnNames],
    series: {
      from: rows[0]?.second ?? null,
      values: wanted.columns.map((column) => rows.map((row) => row.values[column] ?? null)),
      cores:
        wanted.cores && rows.some((row) => row.cores.length > 0) ? rows.map((row) => [...row.cores]) : [],
    },
    sparklines: { step: sparklineStep, until: feed?.sparklines.until ?? null, columns: sparklines },
    components: feed === null ? [] : componentRows(feed, wanted, rows),
    component_count: feed?.components.size ?? 0,
    judgement: compactAll(feed?.judgement ?? null),
    alerts: [...alerts],
    alerts_left_out: leftOut,
    ...watching(table, rules),
    markers: feed?.markers(now) ?? [],
    impact: feed?.impact ?? null,
  };
}

/** How many rules watch a hub, and the thresholds that are drawn. */
function watching(table: SignalTable, rules: readonly Rule[]): Pick<RulesFrame, 'rules' | 'thresholds'> {
  return {
    rules: rules.length,
    thresholds: rules
      // A change or a burn rate lies on another scale than the column's.
      .filter((rule) => rule.component === null && rule.against === null && rule.burn === null)
      .map(({ signal, condition, threshold, severity, name }) => ({
        column: canonical(table, signal),
        condition,
        threshold,
        severity,
        name,
      })),
  };
}

/** The rules that watch a hub now. */
export function rulesFrame(seq: number, table: SignalTable, rules: readonly Rule[]): RulesFrame {
  return { type: 'rules', seq, ...watching(table, rules) };
}

/** `latency` and `latency.mean` are one column; frames name it as `columns` does. */
function canonical(table: SignalTable, name: string): string {
  const meant = table.column(name);
  const same = table.columns().find((column) => {
    return column.signal.index === meant?.signal.index && column.statistic === meant.statistic;
  });
  return same?.name ?? name;
}

function changedComponents(
  changed: readonly ComponentChange[],
  wanted: Wanted,
): [string, ...(number | null)[]][] {
  return changed
    .filter(({ key }) => wantsComponent(wanted, key))
    .map(({ key, values }) => [key, ...upToLast(pickValues(values, wanted.componentColumns))]);
}

/** Values without the nulls at their end. */
function upToLast(values: readonly (number | null)[]): (number | null)[] {
  return values.slice(0, values.findLastIndex((value) => value !== null) + 1);
}

/** The values of a sparkline's cell, by the names of the columns that are wanted; what is unknown is left out. */
function cellFor(
  { until, values }: SparklineCell,
  wanted: Wanted,
): NonNullable<TickFrame['sparklines']>[number] {
  const columns: Record<string, number | null> = {};
  wanted.columns.forEach((column, place) => {
    const name = wanted.columnNames[place];
    const value = values[column] ?? null;
    if (name !== undefined && value !== null) columns[name] = value;
  });
  return { until, columns };
}

function secondValues(
  seq: number,
  { row, changed }: Pick<Extract<Change, { type: 'tick' }>, 'row' | 'changed'>,
  wanted: Wanted,
): Omit<AmendFrame, 'type'> {
  const components = changedComponents(changed, wanted);
  return {
    seq,
    second: row.second,
    values: upToLast(pickValues(row.values, wanted.columns)),
    ...(wanted.cores && row.cores.length > 0 ? { cores: [...row.cores] } : {}),
    ...(components.length > 0 ? { components } : {}),
  };
}

function tickFrame(
  feed: Feed,
  seq: number,
  change: Extract<Change, { type: 'tick' }>,
  wanted: Wanted,
  now: Millis,
): TickFrame {
  const leftOut = feed.alertsLeftOut(now);
  const gone = change.gone.filter((key) => wantsComponent(wanted, key));
  return {
    type: 'tick',
    ...secondValues(seq, change, wanted),
    now,
    ...(change.count === null ? {} : { component_count: change.count }),
    ...(gone.length === 0 ? {} : { gone }),
    ...(leftOut === 0 ? {} : { alerts_left_out: leftOut }),
    ...(change.status === null ? {} : { status: change.status }),
    ...(change.judgement === null ? {} : { judgement: compactAll(change.judgement) }),
    ...(change.cells.length === 0 ? {} : { sparklines: change.cells.map((cell) => cellFor(cell, wanted)) }),
  };
}

/** The frame that tells a change to those who want the same; null for what takes a snapshot, or {@link rulesFrame}. */
export function changeFrame(
  feed: Feed,
  { seq, change }: Numbered,
  wanted: Wanted,
  now: Millis,
): LiveFrame | null {
  if (change.type === 'tick') return tickFrame(feed, seq, change, wanted, now);
  if (change.type === 'amend') return { type: 'amend', ...secondValues(seq, change, wanted) };
  switch (change.type) {
    case 'restart':
    case 'alerts':
    case 'unmarked':
    case 'rules':
      return null;
    default:
      return { ...change, seq };
  }
}

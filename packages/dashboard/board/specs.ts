import type { SignalInfo } from '@hubscope/core/wire';
import { signalOf } from '@hubscope/core/live';
import { ownChartWords as words } from '../words/own-charts.js';
import { chartSpecs, type ChartSpec, type LineSpec } from '../charts/spec.js';
import type { Pinned } from '../time/pinned.js';

/** One line of a pinned chart: whose values, and how long before, s. */
export interface Source {
  readonly component: string | null;
  readonly before: number;
}

/** The name under which a line's values stand. */
export function lineName(column: string, { component, before }: Source): string {
  return JSON.stringify([column, component, before]);
}

/** A line for each of whose it is, then the same as they were before. */
export function sourcesOf({ of, before }: Pinned): readonly Source[] {
  const now = of.map((component): Source => ({ component, before: 0 }));
  return before === 0 ? now : [...now, ...now.map((source) => ({ ...source, before }))];
}

/** A component's own name; with its kind before it where another one of `among` is called the same. */
function nameOf(component: string, among: readonly (string | null)[]): string {
  const name = component.slice(component.indexOf(':') + 1);
  const alike = among.filter((each) => each?.slice(each.indexOf(':') + 1) === name);
  return alike.length > 1 ? component.replace(':', ' ') : name;
}

const spans: Readonly<Record<number, string>> = { 3600: '1 h', 86_400: '24 h', 604_800: '7 d' };

/** How long before a line's own time it was. */
export function beforeLabel(seconds: number): string {
  return words.before(spans[seconds] ?? '');
}

function labelOf({ component, before }: Source, of: Pinned['of']): string {
  const alone = of.length === 1;
  const whose = component === null ? words.hub : nameOf(component, of);
  if (before === 0) return whose;
  return alone ? beforeLabel(before) : `${whose}, ${beforeLabel(before)}`;
}

/** How lines of one signal are told apart: hue and ink, then thinner; what was before is dashed. */
function lookOf(pinned: Pinned, source: Source): Omit<LineSpec, 'column'> {
  const which = pinned.of.indexOf(source.component);
  return {
    width: which < 2 ? 1.75 : 1,
    strength: source.before === 0 ? 1 : 0.7,
    inInk: which % 2 === 1,
    dashed: source.before !== 0,
  };
}

const statisticWords: Readonly<Record<string, string>> = {
  p50: 'P50',
  p95: 'P95',
  p99: 'P99',
  mean: 'mean',
  count: 'count',
  min: 'least',
  max: 'greatest',
};

/** `Latency P95`; a column of no known signal keeps its own name. */
export function titleOf(column: string, signals: readonly SignalInfo[]): string {
  const signal = signalOf(signals, column);
  if (signal === null) return column;
  const statistic = column === signal.name ? null : column.slice(signal.name.length + 1);
  return statistic === null ? signal.title : `${signal.title} ${statisticWords[statistic] ?? statistic}`;
}

function tableName(column: string, { component, before }: Source): string {
  const whose = component === null ? '' : ` of ${component}`;
  return `${column}${whose}${before === 0 ? '' : `, ${spans[before] ?? ''} before`}`;
}

/** How a pinned chart is drawn. */
export function specOf(pinned: Pinned, signals: readonly SignalInfo[]): ChartSpec | null {
  const { column } = pinned;
  const signal = signalOf(signals, column);
  const known = chartSpecs.find((spec) => spec.signal === signal?.name);
  const sources = sourcesOf(pinned);
  const lines = sources.map((source): LineSpec => ({
    column: lineName(column, source),
    name: tableName(column, source),
    ...lookOf(pinned, source),
  }));
  const [first, ...others] = lines;
  if (first === undefined) return null;
  return {
    hue: known?.hue ?? 'other',
    title: titleOf(column, signals),
    signal: column,
    lines: [first, ...others],
    band: null,
    area: lines.length === 1,
    markPeak: false,
    legend: sources.map((source, index) => ({
      label: labelOf(source, pinned.of),
      of: 'column',
      column: lineName(column, source),
      ...(lines.length > 1 ? { line: lines[index] ?? first } : {}),
    })),
    decimals: signal?.decimals ?? 1,
    fixed: null,
    wish: known?.wish ?? { fromZero: true, leastSpan: 0 },
    cores: false,
    heatmap: false,
  };
}

/** A chart of one hub-wide column, as a view begins with. */
export function ofHub(column: string): Pinned {
  return { column, of: [null], before: 0 };
}

/** What is not on the hub's own page, by how often it is asked for. */
const beyondFirst = [
  'tokens',
  'ttft.p95',
  'cost',
  'error_rate',
  'busy',
  'queue_depth',
  'communication.p95',
  'cpu_per_op',
];

/** What a view of one's own begins with: what telemetry brings and the hub's page leaves out. */
export function firstPinned(known: (column: string) => boolean): readonly Pinned[] {
  return beyondFirst.filter(known).slice(0, 6).map(ofHub);
}

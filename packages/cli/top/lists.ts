import { counted, sentence, show, showLine, unknown } from '@hubscope/core/format';
import {
  alertSentence,
  comparedWords,
  englishWords,
  inOrder,
  overallPhrase,
  percent,
  plainName,
  beforeAfter,
  rowFigure,
  signalOf,
  sorted,
  titleOf,
  valueNow,
  type HubView,
} from '@hubscope/core/live';
import type { Alert, ImpactSignal, ImpactView } from '@hubscope/core/wire';
import { cut, widthOf } from './text.js';
import { ends, fit, span, type Line, type Style } from './line.js';
import { serverNow, type TopState } from './state.js';

const verdictStyles: Readonly<Record<ImpactView['overall_verdict'], Style>> = {
  improved: 'ok',
  regressed: 'warning',
  mixed: 'warning',
  same: 'quiet',
  unknown: 'quiet',
};

function impactRow(signal: ImpactSignal, width: number): Line {
  const style = verdictStyles[signal.verdict];
  const words =
    signal.load.kind === 'demand' && signal.verdict === 'unknown'
      ? ''
      : englishWords.impact.verdicts[signal.verdict];
  const more = signal.verdict === 'unknown' && signal.seconds_more !== null ? ' more' : '';
  const title = fit([span(titleOf(signal))], 14);
  const numbers = width >= 64 ? fit([span(beforeAfter(signal), 'quiet')], width - 46) : [];
  return ends(
    [...title, span(' '), ...numbers],
    [span(`${rowFigure(signal)}${more}  `, style), ...fit([span(words, style)], 15)],
    width,
  );
}

/** What changed since the baseline: overall, then a row a signal. At most `rows` lines. */
export function impactPanel(state: TopState, width: number, rows: number): Line[] {
  const impact = state.live.replica.view?.impact ?? null;
  const title = span('Impact', 'strong');
  if (impact === null || impact.baseline === null)
    return [
      [title],
      fit([span(impact?.advice ?? 'No baseline yet: hubscope baseline capture', 'quiet')], width),
    ].slice(0, rows);
  const overall = span(
    `${percent(impact.overall)}  ${overallPhrase(impact)}`,
    verdictStyles[impact.overall_verdict],
  );
  const { first, others } = sorted(impact.signals);
  return [
    ends([title], [overall], width),
    fit([span(comparedWords(impact, serverNow(state)), 'quiet')], width),
    ...[...first, ...others].map((signal) => impactRow(signal, width)),
  ].slice(0, rows);
}

const severityStyles: Readonly<Record<Alert['threshold']['severity'], Style>> = {
  critical: 'critical',
  warning: 'warning',
  info: 'plain',
};

/** The alert that a key would act on: the chosen one, else the first. */
export function chosenAlert(state: TopState): Alert | null {
  const ordered = inOrder(state.live.replica.view?.alerts ?? []);
  return ordered.find(({ id }) => id === state.selected) ?? ordered[0] ?? null;
}

function alertLine(alert: Alert, view: HubView, chosen: boolean, now: number, width: number): Line {
  const { threshold, state } = alert;
  const loud = state === 'firing' && !alert.acknowledged;
  const style = loud ? severityStyles[threshold.severity] : 'quiet';
  const muted =
    typeof alert.silenced_by === 'string'
      ? ' · silenced'
      : typeof alert.inhibited_by === 'string'
        ? ' · hidden by another'
        : '';
  const words = alertSentence(
    { ...alert, current_value: valueNow(view, alert) },
    signalOf(view.signals, alert.column),
    now,
  );
  const severity = state === 'firing' ? ` ${threshold.severity}` : '';
  return fit(
    [
      span(chosen ? '›' : ' ', 'strong'),
      span('▌', style),
      span(threshold.name, chosen ? 'selected' : 'plain'),
      span(severity, style),
      span(` · ${words}${muted}`, 'quiet'),
    ],
    width,
  );
}

function quietWords(rules: number): string {
  if (rules === 0) return 'No rule watches this hub.';
  return `All quiet. ${sentence(counted(rules, 'rule'))} ${rules === 1 ? 'watches' : 'watch'} this hub.`;
}

/** What fires or comes near, one line each, with the chosen one in sight. */
export function alertsPanel(state: TopState, width: number, rows: number): Line[] {
  const { view } = state.live.replica;
  const ordered = inOrder(view?.alerts ?? []);
  const counts = (['firing', 'pending', 'approaching'] as const)
    .map((each) => [ordered.filter((alert) => alert.state === each).length, each] as const)
    .filter(([count]) => count > 0)
    .map(([count, each]) => `${String(count)} ${each}`);
  const leftOut = view?.alertsLeftOut ?? 0;
  if (leftOut > 0) counts.push(`${String(leftOut)} more`);
  const head = [span('Alerts', 'strong'), span(counts.length === 0 ? '' : `  ${counts.join(', ')}`)];
  if (view === null) return [head, [span(unknown, 'quiet')]];
  if (ordered.length === 0) return [head, fit([span(quietWords(view.rules), 'quiet')], width)];
  const chosen = chosenAlert(state);
  const at = ordered.findIndex(({ id }) => id === chosen?.id);
  const room = Math.max(1, rows - 1);
  const from = Math.max(0, Math.min(at - room + 1, ordered.length - room));
  return [
    head,
    ...ordered
      .slice(from, from + room)
      .map((alert) => alertLine(alert, view, alert.id === chosen?.id, serverNow(state), width)),
  ];
}

const componentColumns: readonly (readonly [column: string, title: string])[] = [
  ['throughput', 'ops/s'],
  ['latency.p95', 'P95'],
  ['error_rate', 'errors'],
  ['busy', 'busy'],
  ['memory', 'memory'],
  ['cpu', 'CPU'],
];
const cellWidth = 10;
/** Units that the column's title says. */
const saidAbove: ReadonlySet<string> = new Set(['ops/s', 'in progress']);
const kindWidth = 9;
const leastNameWidth = 16;

/** A cell with its text at the right, and room before it. */
function flushRight(text: string, width: number): string {
  const shown = cut(text, width - 1);
  return ' '.repeat(Math.max(0, width - widthOf(shown))) + shown;
}

/** The busiest components with their newest values; what finds no room at the right is left out. */
export function componentsPanel(state: TopState, width: number, rows: number): Line[] {
  const { view } = state.live.replica;
  if (view === null) return [[span('Components', 'strong')], [span(unknown, 'quiet')]];
  const silent = state.life === 'silent';
  const fitting = Math.max(1, Math.floor((width - kindWidth - leastNameWidth) / cellWidth));
  const columns = componentColumns
    .map(([column, title]) => ({
      title,
      signal: signalOf(view.signals, column),
      at: view.componentColumns.findIndex((each) => plainName(each) === column),
    }))
    .filter(({ at }) => at >= 0)
    .slice(0, fitting);
  const nameWidth = width - columns.length * cellWidth;
  const head = [
    ...fit([span('Components', 'strong'), span(`  ${String(view.componentCount)}`, 'quiet')], nameWidth),
    ...columns.map(({ title }) => span(flushRight(title, cellWidth), 'quiet')),
  ];
  const listed = state.order.flatMap((key) => view.components.get(key) ?? []);
  if (listed.length === 0) return [head, [span('No component worked in the last five minutes.', 'quiet')]];
  const lines = listed.slice(0, Math.max(1, rows - 1)).map(({ kind, name, values }) => [
    ...fit([...fit([span(kind, 'quiet')], kindWidth), span(name)], nameWidth),
    ...columns.map(({ at, signal }) => {
      const value = silent ? null : (values[at] ?? null);
      const unit = signal?.unit ?? '';
      const text = saidAbove.has(unit)
        ? show(value, unit, signal?.decimals).text
        : showLine(value, unit, signal?.decimals ?? 1);
      return span(flushRight(text, cellWidth), value === null ? 'quiet' : 'plain');
    }),
  ]);
  return [head, ...lines];
}

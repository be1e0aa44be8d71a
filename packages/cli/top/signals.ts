import { show, showAxis, showChange, showLine, unknown } from '@hubscope/core/format';
import { columnIn, columnOf, newestOf, signalOf, type HubView, type Values } from '@hubscope/core/live';
import type { Trend } from '@hubscope/core/wire';
import { plot, scaleOf } from './braille.js';
import { ends, fit, span, type Line, type Span, type Style } from './line.js';
import type { TopState } from './state.js';

/** Seconds that a chart shows. */
export const chartSeconds = 60;
/** Columns left of a chart, for its scale. */
const gutter = 7;

interface SignalSpec {
  readonly style: Style;
  readonly label: string;
  readonly column: string;
  /** What is drawn, the one that hides others first. */
  readonly curves: readonly (readonly [column: string, style: Style])[];
  readonly fromZero: boolean;
  /** The upper end that the scale keeps at least. */
  readonly least: number;
  readonly legend: (view: HubView, seen: readonly Values[], unit: string, decimals: number) => string;
}

function highest(seen: readonly Values[], unit: string, decimals: number): string {
  const known = seen.flat().filter((value) => value !== null);
  return `peak ${showLine(known.length === 0 ? null : Math.max(...known), unit, decimals)}`;
}

export const signalSpecs: readonly SignalSpec[] = [
  {
    style: 'throughput',
    label: 'Throughput',
    column: 'throughput',
    curves: [['throughput', 'throughput']],
    fromZero: true,
    least: 0,
    legend: (_, seen, unit, decimals) => highest(seen, unit, decimals),
  },
  {
    style: 'latency',
    label: 'Latency, mean',
    column: 'latency.mean',
    curves: [
      ['latency.p50', 'latency'],
      ['latency.p95', 'latency-high'],
    ],
    fromZero: true,
    least: 0,
    legend: (view, _, unit, decimals) =>
      ['p50', 'p95']
        .map((name) => `${name.toUpperCase()} ${showLine(newestOf(view, `latency.${name}`), unit, decimals)}`)
        .join(' · '),
  },
  {
    style: 'memory',
    label: 'Memory',
    column: 'memory',
    curves: [['memory', 'memory']],
    fromZero: false,
    least: 0,
    legend: (_, seen, unit, decimals) => highest(seen, unit, decimals),
  },
  {
    style: 'cpu',
    label: 'CPU',
    column: 'cpu',
    curves: [['cpu', 'cpu']],
    fromZero: true,
    least: 100,
    legend: ({ series }, seen, unit, decimals) => {
      const cores = (series.cores.at(-1) ?? []).filter((value) => value !== null);
      return cores.length === 0
        ? highest(seen, unit, decimals)
        : `busiest core ${showLine(Math.max(...cores), unit, decimals)}`;
    },
  },
];

/** The values of the seconds up to one, oldest first; what is not known is null. */
export function lastSeconds(view: HubView, column: string, until: number): Values {
  const values = columnOf(view, column);
  const { from } = view.series;
  return Array.from({ length: chartSeconds }, (_, index) => {
    if (values === null || from === null) return null;
    return values[until - chartSeconds + 1 + index - from] ?? null;
  });
}

const verdictStyles: Readonly<Record<Trend['verdict'], Style>> = {
  better: 'ok',
  worse: 'warning',
  changed: 'plain',
  steady: 'quiet',
  unknown: 'quiet',
};

function trendMark(trend: Trend | null): Span {
  if (trend === null || trend.verdict === 'unknown' || trend.change === null) return span(unknown, 'quiet');
  if (trend.verdict === 'steady') return span('steady', 'quiet');
  return span(`${trend.change > 0 ? '↑' : '↓'} ${showChange(trend.change)}`, verdictStyles[trend.verdict]);
}

/** One of the four: value, unit and trend, a legend, and the last minute. */
export function signalPanel(spec: SignalSpec, state: TopState, width: number, chartRows: number): Line[] {
  const { life, until } = state;
  const { view } = state.live.replica;
  const signal = view === null ? null : signalOf(view.signals, spec.column);
  const unit = signal?.unit ?? '';
  const decimals = signal?.decimals ?? 1;
  const silent = life === 'silent';
  const value = show(view === null || silent ? null : newestOf(view, spec.column), unit, decimals);
  const trend = silent ? null : columnIn(view?.judgement?.trends ?? {}, spec.column);
  const seen =
    view === null || until === null ? [] : spec.curves.map(([column]) => lastSeconds(view, column, until));
  const head = ends(
    [span(`${spec.label}  `, spec.style), span(value.text, 'strong'), span(` ${value.unit}`, 'quiet')],
    [trendMark(trend)],
    width,
  );
  const legend = view === null ? unknown : spec.legend(view, seen, unit, decimals);
  return [
    head,
    fit([span(' '.repeat(gutter)), span(legend, 'quiet')], width),
    ...chart(spec, seen, unit, width, chartRows),
  ];
}

function chart(spec: SignalSpec, seen: readonly Values[], unit: string, width: number, rows: number): Line[] {
  if (rows <= 0) return [];
  const scale = scaleOf(seen, spec.fromZero, spec.least);
  const across = Math.max(1, width - gutter);
  const blank = Array.from({ length: rows }, (): Line => [span(' '.repeat(width))]);
  if (scale === null) return blank;
  const [top = '', bottom = ''] = showAxis([scale.max, scale.min], unit, scale.max);
  const drawn = plot(
    seen.map((values, index) => ({ values, style: spec.curves[index]?.[1] ?? spec.style })),
    scale,
    across,
    rows,
  );
  return drawn.map((line, row) => {
    const label = row === 0 ? top : row === rows - 1 ? bottom : '';
    return fit([span(`${label.padStart(gutter - 1).slice(0, gutter - 1)} `, 'quiet'), ...line], width);
  });
}

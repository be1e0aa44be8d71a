import type { Marker } from '@hubscope/core/wire';
import { columnOf, type HubView, type Threshold, type Value, type Values } from '@hubscope/core/live';
import type { Scene } from './scene.js';
import type { ChartSpec } from './spec.js';
import { nextScale, type YScale } from './y-scale.js';
import { showRound } from '../words/format.js';
import { chartWords } from '../words/charts.js';
import { commonWords } from '../words/common.js';

/** Seconds from the left edge to the right. */
export const sightSeconds = 60;

/** Room that a peak's label takes above it, as a part of the values' range. */
const labelRoom = 0.2;

export interface Spot {
  /** s since the epoch */
  readonly second: number;
  readonly value: number;
}

export interface Spread {
  readonly least: Values;
  readonly greatest: Values;
}

export interface MarkerSpot {
  readonly id: string;
  readonly name: string;
  /** s since the epoch, with a fraction */
  readonly at: number;
}

/** A stretch in which the watched value was past its threshold. */
export interface Breach extends Pick<Threshold, 'condition' | 'threshold' | 'severity'> {
  /** s since the epoch */
  readonly from: number;
  readonly to: number;
}

/** What one chart shows of a stretch of time. */
export interface ChartFrame {
  /** Where the values stand, s since the epoch, evenly apart. */
  readonly xs: readonly number[];
  /** How far apart, s. */
  readonly step: number;
  /** One array a line, as long as `xs`. */
  readonly lines: readonly Values[];
  /** Where a step is longer than a second: the least and the greatest value of its seconds; null else. */
  readonly spread: Spread | null;
  readonly scale: YScale | null;
  /** The newest known value of the main line. */
  readonly newest: Spot | null;
  /** The highest known value of the main line in sight. */
  readonly peak: Spot | null;
  readonly thresholds: readonly Threshold[];
  readonly breaches: readonly Breach[];
  readonly markers: readonly MarkerSpot[];
  /** One array a second of `xs`, one value a core; empty where no core reports. */
  readonly cores: readonly Values[];
}

function conditionWord(condition: string): string {
  return condition === 'above' || condition === 'below'
    ? commonWords.conditions[condition]
    : commonWords.conditions.equal;
}

/** A threshold in words, as its label says it. */
export function thresholdWords({ condition, threshold }: Pick<Threshold, 'condition' | 'threshold'>): string {
  return chartWords.alertAt(showRound(threshold), conditionWord(condition));
}

/** The value that stands nearest to a moment (s); -1 where the frame has none there. */
export function frameIndex({ xs, step }: Pick<ChartFrame, 'xs' | 'step'>, moment: number): number {
  const first = xs[0];
  if (first === undefined) return -1;
  const index = Math.round((moment - first) / step);
  return index < xs.length ? Math.max(-1, index) : -1;
}

function past({ condition, threshold }: Pick<Threshold, 'condition' | 'threshold'>, value: number): boolean {
  if (condition === 'equal') return value === threshold;
  return condition === 'below' ? value < threshold : value > threshold;
}

/** The stretches in which a watched column was past its threshold; a gap ends one. */
export function breachesOf(
  xs: readonly number[],
  step: number,
  watched: readonly { readonly threshold: Threshold; readonly values: Values }[],
): Breach[] {
  const found: Breach[] = [];
  for (const { threshold: each, values } of watched) {
    const { condition, threshold, severity } = each;
    let from: number | null = null;
    xs.forEach((x, index) => {
      const value = values[index] ?? null;
      const breached = value !== null && past(each, value);
      if (breached) from ??= x - step / 2;
      const ends = from !== null && (!breached || index === xs.length - 1);
      if (!ends || from === null) return;
      found.push({ condition, threshold, severity, from, to: breached ? x + step / 2 : x - step / 2 });
      from = null;
    });
  }
  return found;
}

function extremes(lines: readonly Values[]): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const line of lines) {
    for (const value of line) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > high ? null : [low, high];
}

function peakOf(xs: readonly number[], line: Values): Spot | null {
  let peak: Spot | null = null;
  line.forEach((value, index) => {
    const second = xs[index];
    if (value !== null && second !== undefined && (peak === null || value > peak.value))
      peak = { second, value };
  });
  return peak;
}

function newestOf(xs: readonly number[], line: Values): Spot | null {
  const index = line.findLastIndex((value) => value !== null);
  const second = xs[index];
  const value = line[index];
  return second === undefined || value === undefined || value === null ? null : { second, value };
}

/** A threshold belongs to a chart by its signal: `latency` and `latency.p95` are both drawn over latency. */
function ofSignal(thresholds: readonly Threshold[], signal: string): readonly Threshold[] {
  return thresholds.filter(({ column }) => column === signal || column.startsWith(`${signal}.`));
}

/** Thresholds that may widen the scale: those so near that the values keep at least 60 % of the height. */
function near(low: number, high: number, fromZero: boolean, threshold: number): boolean {
  const floor = fromZero ? Math.min(0, low) : low;
  const wide = Math.max(high, threshold) - Math.min(floor, threshold);
  return wide * 0.6 <= Math.max(high - floor, fromZero ? 0 : Math.abs(high) * 0.08);
}

/** How far a scale with natural ends gives way to values past its upper one, as a part of it; seldom, so that it stands still. */
const stretches = [1, 1.1, 1.25, 1.5, 2, 3, 5, 10] as const;

/** More gridlines than these are a fence. */
const mostLines = 6;

/** A share may exceed the whole for a second (a burst over its allotment): the values stay in sight, and gridlines where they were as long as they are few. */
function stretched(fixed: NonNullable<ChartSpec['fixed']>, high: number): NonNullable<ChartSpec['fixed']> {
  const factor = stretches.find((each) => high <= fixed.max * each) ?? high / fixed.max;
  const max = fixed.max * factor;
  let { step } = fixed;
  while ((max - fixed.min) / step > mostLines) step *= 2;
  return { ...fixed, max, step };
}

function scaleOf(
  spec: ChartSpec,
  lines: readonly Values[],
  thresholds: readonly Threshold[],
  before: YScale | null,
  second: number,
): YScale | null {
  const ends = extremes(lines);
  if (spec.fixed !== null) return { ...stretched(spec.fixed, ends?.[1] ?? 0), roomySince: null };
  if (ends === null) return before;
  const [low, high] = ends;
  const held = thresholds
    .map(({ threshold }) => threshold)
    .filter((each) => near(low, high, spec.wish.fromZero, each));
  const above = spec.markPeak ? (high - low) * labelRoom : 0;
  return nextScale(before, Math.min(low, ...held), Math.max(high + above, ...held), second, spec.wish);
}

/** The values of the seconds in sight (and two to the left of it, so that lines reach the edge). */
export function sight(view: HubView, until: number): { from: number; to: number } {
  const first = view.series.from ?? until;
  return { from: Math.max(0, until - sightSeconds - 2 - first), to: Math.max(0, until - first + 1) };
}

interface Drawn {
  readonly xs: readonly number[];
  readonly step: number;
  /** The extremes of the seconds of a column; left out where each step is a second. */
  readonly spread?: (column: string) => Spread | null;
  /** A column's values at `xs`; null where there is no such column. */
  readonly column: (name: string) => Values | null;
  readonly thresholds: readonly Threshold[];
  readonly markers: readonly Pick<Marker, 'id' | 'name' | 'at'>[];
  readonly cores: readonly Values[];
  readonly before: YScale | null;
  /** The moment by which a scale may shrink, s. */
  readonly until: number;
}

/** A frame from columns, wherever they come from. */
export function frameOf(spec: ChartSpec, drawn: Drawn): ChartFrame {
  const { xs, step, column, until } = drawn;
  const nothing = xs.map(() => null);
  const lines = spec.lines.map((line): Values => column(line.column) ?? nothing);
  const thresholds = ofSignal(drawn.thresholds, spec.signal);
  // Of several lines the last reaches furthest: a slow second shows in the highest quantile.
  const widest = spec.lines.at(-1) ?? spec.lines[0];
  const spread = drawn.spread?.(widest.column) ?? null;
  const inScale = spread === null ? lines : [...lines, spread.least, spread.greatest];
  const scale = scaleOf(spec, inScale, thresholds, drawn.before, until);
  const main = lines[0] ?? nothing;
  const seen =
    scale === null
      ? []
      : thresholds.filter(({ threshold }) => threshold >= scale.min && threshold <= scale.max);
  return {
    xs,
    step,
    lines,
    spread,
    scale,
    newest: newestOf(xs, main),
    peak: peakOf(xs, (spec.lines.length === 1 ? spread?.greatest : undefined) ?? main),
    thresholds: seen,
    breaches: breachesOf(
      xs,
      step,
      seen.map((threshold) => ({ threshold, values: column(threshold.column) ?? nothing })),
    ),
    markers: drawn.markers.map(({ id, name, at }) => ({ id, name, at: at / 1000 })),
    cores: drawn.cores.some((second) => second.length > 0) ? drawn.cores : [],
  };
}

/** What a chart shows of a scene; `before` is the scale that it had. */
export function chartFrame(spec: ChartSpec, scene: Scene, before: YScale | null): ChartFrame {
  const { view, until } = scene;
  const { from, to } = sight(view, until);
  const first = (view.series.from ?? until) + from;
  const xs = Array.from({ length: to - from }, (_, index) => first + index);
  return frameOf(spec, {
    xs,
    step: 1,
    column: (name) => {
      const values = columnOf(view, name)?.slice(from, to);
      return values === undefined ? null : xs.map((_, index): Value => values[index] ?? null);
    },
    thresholds: view.thresholds,
    markers: view.markers.filter(({ at }) => at / 1000 > until - sightSeconds - 1),
    cores: spec.cores ? view.series.cores.slice(from, to) : [],
    before,
    until,
  });
}

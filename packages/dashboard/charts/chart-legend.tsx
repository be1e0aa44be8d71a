import type { SignalInfo } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { signalOf, type Threshold, type Value } from '@hubscope/core/live';
import { thresholdWords, type ChartFrame } from './frame.js';
import type { ChartSpec, LegendSpec } from './spec.js';
import { show, showLine, unknown } from '../words/format.js';
import { chartWords as words } from '../words/charts.js';

/** What stands at a chart's head. */
export function chartTitle({ hue, title }: Pick<ChartSpec, 'hue' | 'title'>): string {
  return title ?? (hue === 'other' ? '' : words.titles[hue]);
}

/** The unit of a chart's signal; empty before the hub's signals are known. */
export function unitOf(spec: ChartSpec, signals: readonly SignalInfo[] | null): string {
  return signalOf(signals ?? [], spec.signal)?.unit ?? '';
}

function busiest(frame: ChartFrame, index: number): Value {
  const known = (frame.cores[index] ?? []).filter((load) => load !== null);
  return known.length === 0 ? null : Math.max(...known);
}

interface Reading {
  readonly spec: ChartSpec;
  readonly frame: ChartFrame;
  /** The index under the cursor; -1: none. */
  readonly hovered: number;
  /** A column over the whole stretch, where the stretch stands still. */
  readonly whole: ((column: string) => Value) | null;
  /** The hub has stopped reporting, so that nothing is known of now. */
  readonly silent: boolean;
}

/** A legend's value; under the cursor its value there, and the peak gives way to the main line. */
function legendValue(entry: LegendSpec, { spec, frame, hovered, whole, silent }: Reading): Value {
  const index = hovered >= 0 ? hovered : frame.xs.length - 1;
  if (entry.of === 'column') {
    if (hovered < 0 && silent) return null;
    if (hovered < 0 && whole !== null) return whole(entry.column);
    const which = spec.lines.findIndex(({ column }) => column === entry.column);
    return frame.lines[which]?.[index] ?? null;
  }
  if (entry.of === 'busiest-core' && frame.cores.length > 0) return busiest(frame, index);
  return hovered < 0 ? (frame.peak?.value ?? null) : (frame.lines[0]?.[hovered] ?? null);
}

/** Under the cursor the main line's own value comes first, where the legend does not name it anyway. */
function entriesOf({ spec, frame, hovered }: Reading): readonly LegendSpec[] {
  const [first, ...others] = spec.legend;
  if (hovered < 0 || first?.of !== 'busiest-core' || frame.cores.length === 0) return spec.legend;
  return [{ of: 'peak' }, first, ...others];
}

/** An entry's name in tests, and its label. A peak under the cursor is no peak, and without cores there is no busiest one. */
function nameOf(
  entry: LegendSpec,
  { frame, hovered }: Reading,
): { readonly id: string; readonly label: string } {
  if (entry.of === 'column') return { id: entry.label, label: entry.label };
  if (entry.of === 'busiest-core' && frame.cores.length > 0)
    return { id: entry.of, label: words.busiestCore };
  return hovered < 0 ? { id: 'peak', label: words.peak } : { id: '', label: '' };
}

/** At a chart's head: what its lines say now, over the whole stretch, or under the cursor. */
export function ChartLegend({
  spec,
  frame,
  unit,
  hovered,
  at,
  whole,
  silent,
}: Omit<Reading, 'frame'> & {
  readonly frame: ChartFrame | null;
  readonly unit: string;
  /** The moment under the cursor in words; null: none. */
  readonly at: string | null;
}): ReactNode {
  if (frame === null) return <div className="legend" />;
  const reading: Reading = { spec, frame, hovered, whole, silent };
  const entries = entriesOf(reading).map((entry) => ({
    line: entry.of === 'column' ? entry.line : undefined,
    ...nameOf(entry, reading),
    value: legendValue(entry, reading),
  }));
  const units = new Set(entries.map(({ value }) => show(value, unit, spec.decimals).unit));
  const shared = units.size === 1 ? [...units][0] : null;
  return (
    <div className="legend" data-hovered={hovered >= 0}>
      {hovered < 0 &&
        frame.cores.length > 0 &&
        frame.thresholds.map((threshold) => <Limit key={threshold.name} threshold={threshold} />)}
      {at !== null && <span className="at">{at}</span>}
      {entries.map(({ id, label, value, line }) => (
        <span key={id}>
          {line !== undefined && <i className="stroke" data-ink={line.inInk} data-dashed={line.dashed} />}
          {label}{' '}
          <b data-testid={`legend-${spec.signal}-${id}`} data-value={value ?? ''}>
            {shared === null ? showLine(value, unit, spec.decimals) : show(value, unit, spec.decimals).text}
          </b>
        </span>
      ))}
      {shared !== null && <span className="unit">{shared}</span>}
    </div>
  );
}

/** A threshold's label, where the chart itself has no room for it. */
function Limit({ threshold }: { readonly threshold: Threshold }): ReactNode {
  return (
    <span className="limit" data-severity={threshold.severity}>
      <i aria-hidden="true" />
      {thresholdWords(threshold)}
    </span>
  );
}

/** The chart in one sentence, for who does not see it. */
export function chartSummary(
  spec: ChartSpec,
  frame: ChartFrame | null,
  unit: string,
  stretch: string,
): string {
  if (frame === null) return words.noData(chartTitle(spec));
  const now = frame.newest === null ? unknown : showLine(frame.newest.value, unit, spec.decimals);
  const peak = frame.peak === null ? unknown : showLine(frame.peak.value, unit, spec.decimals);
  return words.summary(chartTitle(spec), stretch, now, peak);
}

import type { ReactNode } from 'react';
import { show, showLine, unknown } from '../format/number.js';
import { clockTime } from '../format/time.js';
import { columnOf, signalOf } from '../live/columns.js';
import type { Threshold } from '../live/replica.js';
import type { Value } from '../live/series.js';
import { thresholdWords, type ChartFrame } from './frame.js';
import type { Scene } from './scene.js';
import type { ChartSpec, LegendSpec } from './spec.js';
import { useHoveredSecond } from './stage.js';

/** The unit of a chart's signal; empty before the hub's signals are known. */
export function unitOf(spec: ChartSpec, scene: Scene | null): string {
  return (scene === null ? null : signalOf(scene.view.signals, spec.signal))?.unit ?? '';
}

function valueAt(scene: Scene, column: string, second: number): Value {
  const { from } = scene.view.series;
  return from === null ? null : (columnOf(scene.view, column)?.[second - from] ?? null);
}

function busiest(frame: ChartFrame, second: number): Value {
  const cores = frame.cores[frame.xs.indexOf(second)] ?? [];
  const known = cores.filter((load) => load !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** A legend's value; for a hovered second its value then, and the peak gives way to the main line. */
function legendValue(entry: LegendSpec, frame: ChartFrame, scene: Scene, hovered: number | null): Value {
  const second = hovered ?? scene.until;
  if (entry.of === 'column') {
    return hovered === null && scene.life === 'silent' ? null : valueAt(scene, entry.column, second);
  }
  if (entry.of === 'busiest-core' && frame.cores.length > 0) return busiest(frame, second);
  return hovered === null
    ? (frame.peak?.value ?? null)
    : (frame.lines[0]?.[frame.xs.indexOf(hovered)] ?? null);
}

/** Under the pointer the main line's own value comes first, where the legend does not name it anyway. */
function entriesOf(spec: ChartSpec, frame: ChartFrame, hovered: number | null): readonly LegendSpec[] {
  const [first, ...others] = spec.legend;
  if (hovered === null || first?.of !== 'busiest-core' || frame.cores.length === 0) return spec.legend;
  return [{ label: '', of: 'peak' }, first, ...others];
}

/** A peak under the pointer is no peak, and without cores there is no busiest one. */
function labelOf(entry: LegendSpec, frame: ChartFrame, hovered: number | null): string {
  const peak = entry.of === 'peak' || (entry.of === 'busiest-core' && frame.cores.length === 0);
  return peak ? (hovered === null ? 'peak' : '') : entry.label;
}

/** At a chart's head: what its lines say now, or at the second under the pointer. */
export function ChartLegend({
  spec,
  frame,
  scene,
}: {
  readonly spec: ChartSpec;
  readonly frame: ChartFrame | null;
  readonly scene: Scene | null;
}): ReactNode {
  const pointed = useHoveredSecond();
  if (frame === null || scene === null) return <div className="legend" />;
  const hovered = pointed !== null && frame.xs.includes(pointed) ? pointed : null;
  const unit = unitOf(spec, scene);
  const entries = entriesOf(spec, frame, hovered).map((entry) => ({
    label: labelOf(entry, frame, hovered),
    value: legendValue(entry, frame, scene, hovered),
  }));
  const units = new Set(entries.map(({ value }) => show(value, unit, spec.decimals).unit));
  const shared = units.size === 1 ? [...units][0] : null;
  return (
    <div className="legend" data-hovered={hovered !== null}>
      {hovered === null &&
        frame.cores.length > 0 &&
        frame.thresholds.map((threshold) => <Limit key={threshold.name} threshold={threshold} />)}
      {hovered !== null && <span className="at">{clockTime(hovered * 1000)}</span>}
      {entries.map(({ label, value }) => (
        <span key={label}>
          {label}{' '}
          <b data-testid={`legend-${spec.signal}-${label.replace(' ', '-')}`} data-value={value ?? ''}>
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
export function chartSummary(spec: ChartSpec, frame: ChartFrame | null, scene: Scene | null): string {
  if (frame === null || scene === null) return `${spec.title}: no data yet`;
  const unit = unitOf(spec, scene);
  const now = frame.newest === null ? unknown : showLine(frame.newest.value, unit, spec.decimals);
  const peak = frame.peak === null ? unknown : showLine(frame.peak.value, unit, spec.decimals);
  return `${spec.title}, last 60 seconds: newest ${now}, highest ${peak}`;
}

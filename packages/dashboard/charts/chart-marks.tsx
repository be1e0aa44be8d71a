import type { CSSProperties, ReactNode } from 'react';
import { showAxis, showLine } from '../format/number.js';
import { clockTime } from '../format/time.js';
import { sightSeconds, thresholdWords, type ChartFrame } from './frame.js';
import type { Geometry } from './geometry.js';
import type { Scene } from './scene.js';
import type { ChartSpec } from './spec.js';
import { useHoveredSecond } from './stage.js';
import { gridValues } from './y-scale.js';

const px = (value: number): string => `${value.toFixed(1)}px`;

/** What stands still below the lines: gridlines with their labels at the left. */
export function ChartRuler({
  unit,
  frame,
  geometry,
}: {
  /** The signal's. */
  readonly unit: string;
  readonly frame: ChartFrame;
  readonly geometry: Geometry;
}): ReactNode {
  const { scale } = frame;
  if (scale === null) return null;
  const lines = gridValues(scale);
  const grid = frame.cores.length > 0 ? [scale.min, lines.at(-1) ?? scale.max] : lines;
  const labels = showAxis(grid, unit, scale.max);
  return (
    <div className="ruler" aria-hidden="true">
      {grid.map((value, index) => (
        <div className="grid" key={value} style={{ top: px(geometry.y(value, scale)) }}>
          <span>{labels[index]}</span>
        </div>
      ))}
      {frame.cores.length > 0 && (
        <div className="cores-label" style={{ top: px(geometry.height + 7) }}>
          <span>cores</span>
        </div>
      )}
    </div>
  );
}

/** Thresholds stand over the lines, so that their labels can be read. */
export function Thresholds({
  frame,
  geometry,
}: {
  readonly frame: ChartFrame;
  readonly geometry: Geometry;
}): ReactNode {
  const { scale } = frame;
  if (scale === null) return null;
  return (
    <div className="ruler" aria-hidden="true">
      {frame.thresholds.map(({ column, threshold, condition, severity, name }) => (
        <div
          className="threshold"
          key={`${name} ${column} ${String(threshold)}`}
          data-severity={severity}
          style={{ top: px(geometry.y(threshold, scale)) }}
        >
          {frame.cores.length === 0 && (
            <span data-under={geometry.y(threshold, scale) < 18}>
              {thresholdWords({ condition, threshold })}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

/** What moves with the lines: markers, the peak, the live dot, the second under the pointer and the stretch that is unknown. */
export function ChartLayer({
  spec,
  frame,
  geometry,
  scene,
}: {
  readonly spec: ChartSpec;
  readonly frame: ChartFrame;
  readonly geometry: Geometry;
  readonly scene: Scene;
}): ReactNode {
  const { scale, newest, peak } = frame;
  const unknownFrom = newest === null ? null : geometry.x(newest.second);
  return (
    <>
      {frame.markers.map(({ id, name, at }) => (
        <div
          className="marker"
          key={id}
          data-side={geometry.x(at) > geometry.width - 110 ? 'left' : 'right'}
          style={{ left: px(geometry.x(at)) }}
        >
          <span style={frame.cores.length > 0 ? { top: px(geometry.height - 17) } : undefined}>{name}</span>
        </div>
      ))}
      {spec.markPeak && scale !== null && peak !== null && (
        <PeakLabel
          spec={spec}
          x={geometry.x(peak.second)}
          y={geometry.y(peak.value, scale)}
          value={peak.value}
          width={geometry.width}
        />
      )}
      {scene.life === 'live' && scale !== null && newest?.second === scene.until && (
        <i
          className="live-dot"
          style={{ left: px(geometry.x(newest.second)), top: px(geometry.y(newest.value, scale)) }}
        />
      )}
      {scene.life !== 'live' && unknownFrom !== null && (
        <div
          className="unknown-stretch"
          data-testid="unknown-stretch"
          style={{
            left: px(unknownFrom),
            width: px(Math.max(0, geometry.width - unknownFrom) + 2 * geometry.pace),
          }}
        />
      )}
      <HoverLine frame={frame} geometry={geometry} />
    </>
  );
}

function PeakLabel({
  spec,
  x,
  y,
  value,
  width,
}: {
  readonly spec: ChartSpec;
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly width: number;
}): ReactNode {
  const crowded = y < 22;
  const side = x > width - 60 ? 'left' : x < 40 || crowded ? 'right' : 'middle';
  const style: CSSProperties = { left: px(x), top: px(crowded ? y : y - 3) };
  return (
    <div className="peak" data-side={side} data-crowded={crowded} style={style}>
      <span>peak {showLine(value, '', spec.decimals)}</span>
    </div>
  );
}

function HoverLine({
  frame,
  geometry,
}: {
  readonly frame: ChartFrame;
  readonly geometry: Geometry;
}): ReactNode {
  const second = useHoveredSecond();
  const { scale } = frame;
  if (second === null || scale === null) return null;
  const index = frame.xs.indexOf(second);
  return (
    <>
      <div className="hover-line" style={{ left: px(geometry.x(second)) }} />
      {frame.lines.map((line, which) => {
        const value = line[index];
        return value === undefined || value === null ? null : (
          <i
            className="hover-dot"
            key={which}
            style={{ left: px(geometry.x(second)), top: px(geometry.y(value, scale)) }}
          />
        );
      })}
    </>
  );
}

const labelled = [60, 45, 30, 15, 0] as const;
/** Clock times are wider. */
const labelledByClock = [60, 30, 0] as const;

/** Seconds ago while the chart is live; clock times where its right edge is no longer now. */
export function TimeLabels({
  geometry,
  scene,
}: {
  readonly geometry: Geometry;
  readonly scene: Scene;
}): ReactNode {
  const behind = Math.round(scene.behind) - 1;
  return (
    <div className="times" aria-hidden="true">
      {(scene.life === 'live' ? labelled : labelledByClock).map((ago) => (
        <span
          key={ago}
          data-end={ago === sightSeconds ? 'first' : ago === 0 ? 'last' : undefined}
          style={{ left: px(geometry.x(geometry.origin - ago)) }}
        >
          {scene.life === 'live' ? relative(ago, behind) : clockTime((scene.origin - ago) * 1000)}
        </span>
      ))}
    </div>
  );
}

/** A hub that is less than two seconds behind is shown as now; else each label counts what it is behind. */
function relative(ago: number, behind: number): string {
  const lag = behind > 2 ? behind : 0;
  if (ago + lag === 0) return 'now';
  const seconds = String(ago + lag);
  return ago === sightSeconds ? `${seconds} s` : ago === 0 ? `${seconds} s ago` : seconds;
}

import type { CSSProperties, ReactNode } from 'react';
import { thresholdWords, type ChartFrame } from './frame.js';
import type { Geometry } from './geometry.js';
import type { ChartSpec } from './spec.js';
import { useSelection } from './stage.js';
import { labelEdges } from './threshold-labels.js';
import { gridValues } from './y-scale.js';
import { showAxis, showLine } from '../words/format.js';
import { chartWords as words } from '../words/charts.js';

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
          <span>{words.cores}</span>
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
  const lines = frame.thresholds.map((each) => ({
    ...each,
    y: geometry.y(each.threshold, scale),
    words: thresholdWords(each),
  }));
  const edges = labelEdges(lines);
  return (
    <div className="ruler" aria-hidden="true">
      {lines.map(({ column, threshold, severity, name, y, words: label }, index) => (
        <div
          className="threshold"
          key={`${name} ${column} ${String(threshold)}`}
          data-severity={severity}
          style={{ top: px(y) }}
        >
          {frame.cores.length === 0 && (
            <span data-under={y < 14} style={{ right: px(edges[index] ?? 0) }}>
              {label}
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
  alive,
  unknownFrom: unknownSince,
  hovered,
}: {
  readonly spec: ChartSpec;
  readonly frame: ChartFrame;
  readonly geometry: Geometry;
  /** Whether the newest value is that of now. */
  readonly alive: boolean;
  /** From when on nothing is known, s; null where all is. */
  readonly unknownFrom: number | null;
  /** The index of the value under the cursor; -1: none. */
  readonly hovered: number;
}): ReactNode {
  const { scale, newest, peak } = frame;
  const unknownFrom = unknownSince === null ? null : geometry.x(unknownSince);
  return (
    <>
      <Markers spec={spec} frame={frame} geometry={geometry} />
      {spec.markPeak && scale !== null && peak !== null && geometry.x(peak.second) >= 0 && (
        <PeakLabel
          spec={spec}
          x={geometry.x(peak.second)}
          y={geometry.y(peak.value, scale)}
          value={peak.value}
          width={geometry.width}
        />
      )}
      {alive && scale !== null && newest !== null && (
        <i
          className="live-dot"
          style={{ left: px(geometry.x(newest.second)), top: px(geometry.y(newest.value, scale)) }}
        />
      )}
      {unknownFrom !== null && (
        <div
          className="unknown-stretch"
          data-testid="unknown-stretch"
          style={{
            left: px(unknownFrom),
            width: px(Math.max(0, geometry.width - unknownFrom) + 2 * geometry.pace),
          }}
        />
      )}
      <HoverLine frame={frame} geometry={geometry} index={hovered} />
      <Selection geometry={geometry} />
    </>
  );
}

/** What a text of a chart takes a character, and the longest name of a marker, CSS px. */
const characterWidth = 6.3;
const longestName = 140;

/** Room that a peak's label takes to either side of its second, CSS px. */
const peakRoom = 72;

function nameWidth(name: string): number {
  return 5 + Math.min(longestName, characterWidth * name.length);
}

/** Dotted verticals with their names; where they crowd, a name stands where it has room. */
function Markers({
  spec,
  frame,
  geometry,
}: {
  readonly spec: ChartSpec;
  readonly frame: ChartFrame;
  readonly geometry: Geometry;
}): ReactNode {
  let free = -Infinity;
  const { peak, scale } = frame;
  // A peak's label near the top has its place before a name: the name stands on the other charts too.
  const taken =
    spec.markPeak && peak !== null && scale !== null && geometry.y(peak.value, scale) < 34
      ? geometry.x(peak.second)
      : -Infinity;
  const spots = frame.markers
    .toSorted((a, b) => a.at - b.at)
    .map((marker) => {
      const x = geometry.x(marker.at);
      const side = x > geometry.width - 110 ? 'left' : 'right';
      const width = nameWidth(marker.name);
      const [from, to] = side === 'left' ? [x - width, x] : [x, x + width];
      const named = from >= free && (to < taken - peakRoom || from > taken + peakRoom);
      if (named) free = to;
      return { ...marker, x, side, named };
    });
  return spots.map(({ id, name, x, side, named }) => (
    <div className="marker" key={id} data-side={side} style={{ left: px(x) }}>
      {named && (
        <span style={frame.cores.length > 0 ? { top: px(geometry.height - 17) } : undefined}>{name}</span>
      )}
    </div>
  ));
}

/** The stretches past a threshold, washed from the threshold to the edge that they went beyond. */
export function Breaches({
  frame,
  geometry,
}: {
  readonly frame: ChartFrame;
  readonly geometry: Geometry;
}): ReactNode {
  const { scale, breaches } = frame;
  if (scale === null) return null;
  return breaches.map(({ from, to, threshold, condition, severity }) => {
    const y = geometry.y(threshold, scale);
    // Of what equals a threshold there is no side to wash: all of the stretch is.
    const top = condition === 'below' ? y : 0;
    return (
      <div
        className="breach"
        key={`${String(from)} ${String(threshold)}`}
        data-severity={severity}
        style={{
          left: px(geometry.x(from)),
          width: px(Math.max(1, (to - from) * geometry.pace)),
          top: px(top),
          height: px(condition === 'above' ? y : geometry.height - top),
        }}
      />
    );
  });
}

/** What a drag has drawn across. */
function Selection({ geometry }: { readonly geometry: Geometry }): ReactNode {
  const selection = useSelection();
  if (selection === null) return null;
  const { from, to } = selection;
  return (
    <div
      className="selection"
      style={{ left: px(geometry.x(from)), width: px((to - from) * geometry.pace) }}
    />
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
      <span>{words.peakOf(showLine(value, '', spec.decimals))}</span>
    </div>
  );
}

function HoverLine({
  frame,
  geometry,
  index,
}: {
  readonly frame: ChartFrame;
  readonly geometry: Geometry;
  readonly index: number;
}): ReactNode {
  const { scale } = frame;
  const second = frame.xs[index];
  if (second === undefined || scale === null) return null;
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

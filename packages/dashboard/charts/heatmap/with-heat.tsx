'use client';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { pageNow } from '../../live/browser-world.js';
import { pastRange } from '../../time/range.js';
import { usePlaces } from '../../time/use-place.js';
import { chartTitle } from '../chart-legend.js';
import type { ChartFrame, Spot } from '../frame.js';
import type { Geometry } from '../geometry.js';
import type { Heat } from '../heat.js';
import type { ChartSpec, LineSpec } from '../spec.js';
import { useHovered, usePalette } from '../stage.js';
import { columnAt, rowAt, rowOf, rowsOf, type Heatmap } from './heatmap.js';
import { HeatLegend } from './heat-legend.js';
import { paintCells } from './paint.js';
import { useHeatmap } from './use-heatmap.js';
import { boundLabels, cellWords, heatmapSummary } from './words.js';
import { momentWords } from '../../words/format.js';

/** A press that moves less is a click, CSS px. */
const leastDrag = 6;
/** A click waits so long for a second one, which goes back in time in place of leading to calls, ms. */
const secondClickMs = 300;
/** Slow operations are told apart by stretches so long, s. */
const slowStretch = 10;
/** Room that a bound's label needs, CSS px. */
const labelRoom = 20;

/** A frame whose lines stand among rows; thresholds and spreads stay with the lines' own scale. */
function onRows(frame: ChartFrame, bounds: readonly number[]): ChartFrame {
  const spot = (at: Spot | null): Spot | null => at && { ...at, value: rowOf(at.value, bounds) };
  return {
    ...frame,
    lines: frame.lines.map((line) => line.map((value) => (value === null ? null : rowOf(value, bounds)))),
    spread: null,
    scale: { min: 0, max: bounds.length - 1, step: 1, roomySince: null },
    newest: spot(frame.newest),
    peak: spot(frame.peak),
    thresholds: [],
    breaches: [],
  };
}

/** A chart whose lines leave the cells in sight. */
function overCells(spec: ChartSpec): ChartSpec {
  const [main, ...others] = spec.lines;
  const thin = (line: LineSpec): LineSpec => ({ ...line, width: 0.7 * line.width });
  return { ...spec, band: null, lines: [thin(main), ...others.map(thin)] };
}

/** Draws a chart with a heatmap of its signal under the lines. */
export default function WithHeat({
  spec,
  children,
}: {
  readonly spec: ChartSpec;
  readonly children: (heat: Heat) => ReactNode;
}): ReactNode {
  const { value: heatmap, fault } = useHeatmap(spec.signal);
  const palette = usePalette();
  const places = usePlaces();
  const moment = useHovered();
  const [row, setRow] = useState<number | null>(null);
  const pressed = useRef(0);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(leaving.current);
    },
    [],
  );
  const bounds = heatmap?.bounds;
  const drawn = bounds !== undefined && bounds.length > 1;
  const toRows = useCallback(
    (frame: ChartFrame) => (bounds === undefined || bounds.length < 2 ? frame : onRows(frame, bounds)),
    [bounds],
  );
  const plain = useMemo(() => overCells(spec), [spec]);
  const colours = useMemo(
    () => (palette && drawn ? { ...palette, hue: { ...palette.hue, [spec.hue]: palette.ink } } : palette),
    [palette, drawn, spec.hue],
  );
  const column = heatmap === null || moment === null ? -1 : columnAt(heatmap, moment);
  const read =
    heatmap === null || moment === null || column < 0
      ? null
      : cellWords(
          heatmap,
          column,
          row,
          momentWords(1000 * (heatmap.from + column * heatmap.step), pageNow()),
        );

  const onMove = ({ target, clientY }: PointerEvent): void => {
    const window = (target as Element).closest('.window')?.getBoundingClientRect();
    setRow(
      window === undefined || heatmap === null
        ? null
        : rowAt(clientY - window.top, window.height, rowsOf(heatmap)),
    );
  };
  const onClick = ({ target, clientX, detail }: MouseEvent): void => {
    clearTimeout(leaving.current);
    if (heatmap === null || column < 0 || detail > 1 || (target as Element).closest('.window') === null)
      return;
    if (Math.abs(clientX - pressed.current) >= leastDrag) return;
    const from = Math.floor((heatmap.from + column * heatmap.step) / slowStretch) * slowStretch;
    const range = pastRange(from, from + Math.max(slowStretch, heatmap.step));
    leaving.current = setTimeout(() => {
      places.go({ view: 'calls', range });
    }, secondClickMs);
  };
  return (
    <div
      className="heated"
      onPointerMove={onMove}
      onPointerLeave={() => {
        setRow(null);
      }}
      onPointerDown={({ clientX }) => {
        pressed.current = clientX;
      }}
      onClick={onClick}
    >
      {children({
        spec: plain,
        drawn,
        onRows: toRows,
        colours,
        ruler: (geometry) => heatmap && <RowRuler heatmap={heatmap} geometry={geometry} />,
        cells: (geometry) =>
          heatmap && palette && <Cells heatmap={heatmap} geometry={geometry} hue={palette.hue[spec.hue]} />,
        legend: <HeatLegend heatmap={heatmap} fault={fault} read={read} />,
        summary: (stretch) => heatmap && heatmapSummary(chartTitle(spec), heatmap, stretch),
      })}
    </div>
  );
}

function Cells({
  heatmap,
  geometry,
  hue,
}: {
  readonly heatmap: Heatmap;
  readonly geometry: Geometry;
  readonly hue: string;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current !== null) paintCells(canvas.current, heatmap, geometry, hue);
  }, [heatmap, geometry, hue]);
  return <canvas className="cells" ref={canvas} />;
}

/** Bounds of rows, as many as there is room for, at the left. */
function RowRuler({
  heatmap,
  geometry,
}: {
  readonly heatmap: Heatmap;
  readonly geometry: Geometry;
}): ReactNode {
  const { bounds, unit } = heatmap;
  const rows = rowsOf(heatmap);
  return (
    <div className="ruler" aria-hidden="true">
      {boundLabels(bounds, unit, Math.floor(geometry.height / labelRoom)).map(({ row, words }) => (
        <div
          className="grid"
          key={row}
          style={{ top: `${geometry.y(row, { min: 0, max: rows }).toFixed(1)}px` }}
        >
          <span>{words}</span>
        </div>
      ))}
    </div>
  );
}

'use client';
import { useRef, type ReactNode } from 'react';
import type { Values } from '@hubscope/core/live';
import { useSize, type Size } from '../charts/use-size.js';
import { fitScale, gridValues } from '../charts/y-scale.js';
import { localOffset, ticks } from '../time/ticks.js';
import { showAxis } from '../words/format.js';

const gutter = 40;
const foot = 16;
const head = 6;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A still chart of one column: its line, a threshold, and stretches that are shaded. Times: s since the epoch. */
export function PastLine({
  height = 132,
  ...line
}: PastLineProps & {
  /** CSS px; it is as wide as what it stands in. */
  readonly height?: number;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  return (
    <div className="past-line" style={{ height }} ref={box}>
      {size !== null && <Drawing {...line} {...size} />}
    </div>
  );
}

interface PastLineProps {
  readonly values: Values;
  readonly from: number;
  readonly step: number;
  readonly threshold: number | null;
  readonly severity: string;
  readonly stretches: readonly Stretch[];
  readonly unit: string;
  readonly markers?: readonly { readonly id: string; readonly name: string; readonly at: number }[];
}

function Drawing({
  values,
  from,
  step,
  threshold,
  severity,
  stretches,
  unit,
  markers = [],
  width,
  height,
}: PastLineProps & Size): ReactNode {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const scale = fitScale(
    Math.min(...known, threshold ?? Infinity),
    Math.max(...known, threshold ?? -Infinity),
    { fromZero: true, leastSpan: 0 },
  );
  const to = from + values.length * step;
  const x = (at: number): number => gutter + ((at - from) / (to - from)) * (width - gutter - 2);
  const y = (value: number): number =>
    head + (1 - (value - scale.min) / (scale.max - scale.min)) * (height - foot - head);
  const grid = gridValues(scale);
  const labels = showAxis(grid, unit, scale.max);
  let line = '';
  values.forEach((value, index) => {
    if (value === null) return;
    const at = x(from + (index + 0.5) * step).toFixed(1);
    const starts = (values[index - 1] ?? null) === null;
    line += `${starts ? 'M' : 'L'}${at} ${y(value).toFixed(1)}`;
    if (starts && (values[index + 1] ?? null) === null) line += 'h1';
  });
  return (
    <svg width={width} height={height} aria-hidden="true">
      {stretches.map((each) => (
        <rect
          key={each.from}
          className="stretch"
          data-severity={severity}
          x={x(Math.max(from, each.from))}
          width={Math.max(1.5, x(Math.min(to, each.to)) - x(Math.max(from, each.from)))}
          y={head}
          height={height - foot - head}
        />
      ))}
      {grid.map((value, index) => (
        <g key={value}>
          <line className="grid-line" x1={gutter} x2={width} y1={y(value)} y2={y(value)} />
          <text x={gutter - 6} y={y(value) + 4} textAnchor="end">
            {labels[index]}
          </text>
        </g>
      ))}
      {ticks(from, to, width < 400 ? 3 : 5, localOffset(from)).map(({ at, words }) => (
        <text
          key={at}
          x={Math.min(width - 16, Math.max(gutter + 14, x(at)))}
          y={height - 2}
          textAnchor="middle"
        >
          {words}
        </text>
      ))}
      <path className="line" d={line} />
      {threshold !== null && (
        <line
          className="threshold-line"
          data-severity={severity}
          x1={gutter}
          x2={width}
          y1={y(threshold)}
          y2={y(threshold)}
        />
      )}
      {markers.map(({ id, name, at }) => (
        <g key={id}>
          <line className="marker-line" x1={x(at)} x2={x(at)} y1={head} y2={height - foot} />
          <text x={x(at) + 4} y={head + 9}>
            {name.slice(0, 24)}
          </text>
        </g>
      ))}
    </svg>
  );
}

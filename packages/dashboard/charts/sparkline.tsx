import { memo, type ReactNode } from 'react';
import type { Values } from '../live/series.js';
import type { Hue } from './spec.js';

const width = 330;
const height = 34;
/** Room above and below the extremes, as a part of their distance. */
const margin = 0.25;

interface Path {
  readonly line: string;
  readonly area: string;
}

/** The path of a sparkline; a gap breaks it. `length`: the values that fill the width; fewer stand at its right end. */
export function sparkPath(values: Values, length: number): Path {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { line: '', area: '' };
  const low = Math.min(...known);
  const high = Math.max(...known);
  // A value that hardly moves is a line in the middle, not a storm.
  const span = Math.max((high - low) * (1 + 2 * margin), Math.abs(high) * 0.02, Number.EPSILON);
  const bottom = (high + low) / 2 - span / 2;
  const x = (index: number): string => (((index + length - values.length) * width) / (length - 1)).toFixed(1);
  const y = (value: number): string => (height - 1 - ((value - bottom) / span) * (height - 2)).toFixed(1);
  let line = '';
  let area = '';
  let start: string | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      start = null;
      return;
    }
    const at = x(index);
    line += start === null ? `M${at} ${y(value)}h.01` : `L${at} ${y(value)}`;
    area += start === null ? `M${at} ${String(height)}V${y(value)}` : `L${at} ${y(value)}`;
    start ??= at;
    const next = values[index + 1];
    if (next === null || next === undefined) area += `V${String(height)}Z`;
  });
  return { line, area };
}

/** An hour at a glance, without axes. */
export const Sparkline = memo(function Sparkline({
  values,
  length,
  hue,
}: {
  readonly values: Values;
  readonly length: number;
  readonly hue: Hue;
}): ReactNode {
  const { line, area } = sparkPath(values, length);
  return (
    <svg
      className="sparkline"
      data-hue={hue}
      viewBox={`0 0 ${String(width)} ${String(height)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="area" d={area} />
      <path className="line" d={line} />
    </svg>
  );
});

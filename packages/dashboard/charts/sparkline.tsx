import { memo, type ReactNode } from 'react';
import type { Values } from '@hubscope/core/live';
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
    const ends = (values[index + 1] ?? null) === null;
    // A value that stands alone is a stretch as long as its cell: a point could not be seen.
    const from = start === null && ends ? x(index - 1) : at;
    line += start === null ? `M${from} ${y(value)}` : '';
    area += start === null ? `M${from} ${String(height)}V${y(value)}` : '';
    if (start !== null || ends) line += `L${at} ${y(value)}`;
    if (start !== null || ends) area += `L${at} ${y(value)}`;
    if (ends) area += `V${String(height)}Z`;
    start ??= at;
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

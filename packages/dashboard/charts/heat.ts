'use client';
import { useMemo, type ReactNode } from 'react';
import type { ChartFrame } from './frame.js';
import type { Geometry } from './geometry.js';
import type { Palette } from './palette.js';
import type { ChartSpec } from './spec.js';

/** What a heatmap changes of the chart that it lies under. */
export interface Heat {
  readonly spec: ChartSpec;
  /** The lines where they stand among the rows; the same function as long as the rows are the same. */
  readonly onRows: (frame: ChartFrame) => ChartFrame;
  /** Colours of the lines over the cells. */
  readonly colours: Palette | null;
  /** Whether there are rows: without, the chart is as it is without a heatmap. */
  readonly drawn: boolean;
  readonly ruler: (geometry: Geometry) => ReactNode;
  readonly cells: (geometry: Geometry) => ReactNode;
  /** What a colour counts, and what is under the cursor. */
  readonly legend: ReactNode;
  /** The picture in words, of a stretch in words; null while there is none. */
  readonly summary: (stretch: string) => string | null;
}

/** A chart's frame as it is drawn: over a heatmap its lines stand among the rows. */
export function useOnRows(frame: ChartFrame | null, heat: Heat | null): ChartFrame | null {
  const onRows = heat?.onRows ?? null;
  return useMemo(() => (frame === null || onRows === null ? frame : onRows(frame)), [frame, onRows]);
}

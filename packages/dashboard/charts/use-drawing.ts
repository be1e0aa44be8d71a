'use client';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { drawCores } from './cores.js';
import type { ChartFrame } from './frame.js';
import type { Geometry } from './geometry.js';
import type { Palette } from './palette.js';
import { Plot } from './plot.js';
import type { ChartSpec } from './spec.js';
import type { Size } from './use-size.js';

export const coresGap = 7;

export interface Places {
  readonly layer: RefObject<HTMLDivElement | null>;
  readonly target: RefObject<HTMLDivElement | null>;
  readonly cores: RefObject<HTMLCanvasElement | null>;
}

export interface Drawn {
  readonly frame: ChartFrame | null;
  readonly geometry: Geometry | null;
  readonly size: Size | null;
  readonly colours: Palette | null;
  /** Puts the layer in its place; called before the browser paints. */
  readonly place: (layer: HTMLDivElement, geometry: Geometry) => void;
}

/** Draws the frame onto the canvases and puts their layer in its place, before the browser paints. */
export function useDrawing(spec: ChartSpec, { layer, target, cores }: Places, drawn: Drawn): void {
  const plot = useRef<{ plot: Plot; width: number; height: number } | null>(null);
  const { frame, geometry, size, colours, place } = drawn;

  useLayoutEffect(() => {
    if (frame === null || geometry === null || size === null || colours === null) return;
    if (target.current === null || layer.current === null || cores.current === null) return;
    const { width, height, sight } = geometry;
    plot.current ??= { plot: new Plot(target.current, spec, colours, width, height), width, height };
    if (plot.current.width !== width || plot.current.height !== height) {
      plot.current.plot.resize(width, height);
      plot.current = { plot: plot.current.plot, width, height };
    }
    plot.current.plot.draw(frame, colours, sight);
    if (frame.cores.length > 0) {
      const top = height + coresGap;
      drawCores(cores.current, frame, colours, sight, { top, width, height: size.height - top });
    }
    place(layer.current, geometry);
  }, [spec, frame, geometry, size, colours, place, layer, target, cores]);

  useEffect(
    () => () => {
      plot.current?.plot.destroy();
      plot.current = null;
    },
    [],
  );
}

'use client';
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { pageNow } from '../live/browser-world.js';
import { useLiveConnection } from '../live/live-context.js';
import { drawCores } from './cores.js';
import { chartFrame, type ChartFrame } from './frame.js';
import { Geometry } from './geometry.js';
import { ChartLayer, ChartRuler, Thresholds, TimeLabels } from './chart-marks.js';
import { ChartLegend, chartSummary, unitOf } from './chart-legend.js';
import { Plot } from './plot.js';
import type { Palette } from './palette.js';
import type { Scene } from './scene.js';
import type { ChartSpec } from './spec.js';
import { usePalette, useScene, useStage } from './stage.js';
import { useSize, type Size } from './use-size.js';
import type { YScale } from './y-scale.js';

/** The share of a chart's height that the line keeps where strips of cores stand below it. */
const lineShare = 0.42;
const coresGap = 7;

/** The frame of the scene; the scale goes on from the one before. */
function useChartFrame(spec: ChartSpec, scene: Scene | null): ChartFrame | null {
  const [kept, setKept] = useState<{ scene: Scene; frame: ChartFrame } | null>(null);
  if (scene === null) return null;
  if (kept?.scene === scene) return kept.frame;
  const before: YScale | null = kept?.scene.view.name === scene.view.name ? kept.frame.scale : null;
  const frame = chartFrame(spec, scene, before);
  setKept({ scene, frame });
  return frame;
}

function linesHeight(frame: ChartFrame, size: Size): number {
  return frame.cores.length > 0 ? Math.round(size.height * lineShare) : size.height;
}

/** A 60-second chart that glides. */
export function Chart({ spec }: { readonly spec: ChartSpec }): ReactNode {
  const live = useLiveConnection();
  const { glide, hover } = useStage();
  const scene = useScene();
  const colours = usePalette();
  const frame = useChartFrame(spec, scene);
  const window = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const target = useRef<HTMLDivElement>(null);
  const cores = useRef<HTMLCanvasElement>(null);
  const size = useSize(window);
  const geometry = useMemo(
    () =>
      size === null || scene === null || frame === null
        ? null
        : new Geometry(size.width, linesHeight(frame, size), scene.origin),
    [size, scene, frame],
  );
  useDrawing(spec, { layer, target, cores }, { scene, frame, geometry, size, colours });

  useEffect(() => {
    const { current } = layer;
    return () => {
      if (current !== null) glide.remove(current);
    };
  }, [glide]);

  const onPointer = (event: PointerEvent<HTMLDivElement>): void => {
    const edge = live.glide.edge(pageNow());
    if (geometry === null || edge === null) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    hover.set(geometry.secondAt(x, edge));
  };

  return (
    <section className="panel chart" data-testid={`chart-${spec.signal}`} data-hue={spec.hue}>
      <header>
        <h2>{spec.title}</h2>
        <ChartLegend spec={spec} frame={frame} scene={scene} />
      </header>
      <div className="plot" role="img" aria-label={chartSummary(spec, frame, scene)}>
        {geometry !== null && frame !== null && (
          <ChartRuler unit={unitOf(spec, scene)} frame={frame} geometry={geometry} />
        )}
        <div
          className="window"
          ref={window}
          onPointerMove={onPointer}
          onPointerDown={onPointer}
          onPointerLeave={() => {
            hover.set(null);
          }}
        >
          <div className="layer" ref={layer}>
            <canvas className="cores" ref={cores} hidden={(frame?.cores.length ?? 0) === 0} />
            <div className="lines" ref={target} />
            {geometry !== null && frame !== null && scene !== null && (
              <ChartLayer spec={spec} frame={frame} geometry={geometry} scene={scene} />
            )}
          </div>
        </div>
        {frame !== null && frame.newest === null && <p className="nothing">Not known in the last minute</p>}
        {geometry !== null && frame !== null && <Thresholds frame={frame} geometry={geometry} />}
        {geometry !== null && scene !== null && <TimeLabels geometry={geometry} scene={scene} />}
      </div>
    </section>
  );
}

interface Places {
  readonly layer: React.RefObject<HTMLDivElement | null>;
  readonly target: React.RefObject<HTMLDivElement | null>;
  readonly cores: React.RefObject<HTMLCanvasElement | null>;
}

interface Drawn {
  readonly scene: Scene | null;
  readonly frame: ChartFrame | null;
  readonly geometry: Geometry | null;
  readonly size: Size | null;
  readonly colours: Palette | null;
}

/** Draws the frame onto the canvases and puts their layer in its place, before the browser paints. */
function useDrawing(spec: ChartSpec, places: Places, drawn: Drawn): void {
  const { glide } = useStage();
  const plot = useRef<{ plot: Plot; width: number; height: number } | null>(null);
  const { scene, frame, geometry, size, colours } = drawn;
  const { layer, target, cores } = places;

  useLayoutEffect(() => {
    if (scene === null || frame === null || geometry === null || size === null || colours === null) return;
    if (target.current === null || layer.current === null || cores.current === null) return;
    const { width, height, sight, pace } = geometry;
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
    glide.place(layer.current, scene.origin, pace);
  }, [spec, scene, frame, geometry, size, colours, glide, layer, target, cores]);

  useEffect(
    () => () => {
      plot.current?.plot.destroy();
      plot.current = null;
    },
    [],
  );
}

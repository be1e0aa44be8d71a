'use client';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { pageNow } from '../live/browser-world.js';
import { useLiveConnection } from '../live/live-context.js';
import { chartFrame, frameIndex, sightSeconds, type ChartFrame } from './frame.js';
import { Geometry } from './geometry.js';
import { useOnRows, type Heat } from './heat.js';
import { LookSwitch } from './look-switch.js';
import { Breaches, ChartLayer, ChartRuler, Thresholds } from './chart-marks.js';
import { TimeLabels } from './time-labels.js';
import { ChartLegend, chartSummary, chartTitle, unitOf } from './chart-legend.js';
import type { Scene } from './scene.js';
import type { ChartSpec } from './spec.js';
import { useHovered, usePalette, useScene, useStage } from './stage.js';
import { useChartPointer } from './use-pointer.js';
import { useDrawing } from './use-drawing.js';
import { useSize, type Size } from './use-size.js';
import type { YScale } from './y-scale.js';
import { clockTime } from '../words/format.js';
import { chartWords as words } from '../words/charts.js';

/** The share of a chart's height that the line keeps where strips of cores stand below it. */
const lineShare = 0.42;

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
export function LiveChart({
  spec,
  heat,
  tools,
}: {
  readonly spec: ChartSpec;
  /** What lies under its lines. */
  readonly heat: Heat | null;
  /** What can be done with it, at the end of its head. */
  readonly tools: (frame: ChartFrame | null) => ReactNode;
}): ReactNode {
  const live = useLiveConnection();
  const { glide } = useStage();
  const scene = useScene();
  const colours = usePalette();
  const values = useChartFrame(spec, scene);
  const frame = useOnRows(values, heat);
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
  const place = useCallback(
    (element: HTMLDivElement, { origin, pace }: Geometry) => {
      glide.place(element, origin, pace);
    },
    [glide],
  );
  useDrawing(
    spec,
    { layer, target, cores },
    { frame, geometry, size, colours: heat === null ? colours : heat.colours, place },
  );
  useEffect(() => {
    const { current } = layer;
    return () => {
      if (current !== null) glide.remove(current);
    };
  }, [glide]);

  const pointer = useChartPointer(window, () => {
    const edge = live.glide.edge(pageNow());
    if (geometry === null || edge === null || scene === null) return null;
    return {
      momentAt: (x) => geometry.momentAt(x, edge),
      pace: geometry.pace,
      edge: scene.until + 1,
      from: Math.round(edge) - sightSeconds,
      to: Math.round(edge),
    };
  });
  const moment = useHovered();
  const hovered = frame === null || moment === null ? -1 : frameIndex(frame, moment);
  const signals = scene?.view.signals ?? null;
  const unit = unitOf(spec, signals);
  const at = frame?.xs[hovered];
  const stretch = words.lastMinute;
  const title = chartTitle(spec);
  const unknownFrom = scene === null || scene.life === 'live' ? null : (frame?.newest?.second ?? null);

  return (
    <section
      className="panel chart"
      data-testid={`chart-${spec.signal}`}
      data-hue={spec.hue}
      data-heat={heat !== null}
    >
      <header>
        <h2>{title}</h2>
        {spec.heatmap && <LookSwitch title={title} />}
        <ChartLegend
          spec={spec}
          frame={values}
          unit={unit}
          hovered={hovered}
          at={at === undefined ? null : clockTime(at * 1000)}
          whole={null}
          silent={scene?.life === 'silent'}
        />
        {tools(values)}
      </header>
      <div className="plot">
        {geometry !== null &&
          frame !== null &&
          (heat?.drawn === true ? (
            heat.ruler(geometry)
          ) : (
            <ChartRuler unit={unit} frame={frame} geometry={geometry} />
          ))}
        <div
          className="window"
          role="img"
          aria-label={heat?.summary(stretch) ?? chartSummary(spec, values, unit, stretch)}
          ref={window}
          {...pointer}
        >
          <div className="layer" ref={layer}>
            {geometry !== null && heat?.cells(geometry)}
            {geometry !== null && frame !== null && <Breaches frame={frame} geometry={geometry} />}
            <canvas className="cores" ref={cores} hidden={(frame?.cores.length ?? 0) === 0} />
            <div className="lines" ref={target} />
            {geometry !== null && frame !== null && scene !== null && (
              <ChartLayer
                spec={spec}
                frame={frame}
                geometry={geometry}
                alive={scene.life === 'live' && frame.newest?.second === scene.until}
                unknownFrom={unknownFrom}
                hovered={hovered}
              />
            )}
          </div>
        </div>
        {frame !== null && frame.newest === null && <p className="nothing">{words.unknownNow}</p>}
        {geometry !== null && frame !== null && <Thresholds frame={frame} geometry={geometry} />}
        {geometry !== null && scene !== null && <TimeLabels geometry={geometry} scene={scene} />}
      </div>
      {heat?.legend}
    </section>
  );
}

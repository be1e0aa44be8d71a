'use client';
import { useCallback, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { pageNow } from '../live/browser-world.js';
import { columnIn, type HubView, newestSecond, type Threshold } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import type { Past } from '../time/feed.js';
import { usePlace } from '../time/use-place.js';
import { Breaches, ChartLayer, ChartRuler, Thresholds } from './chart-marks.js';
import { ChartLegend, chartSummary, chartTitle, unitOf } from './chart-legend.js';
import { frameIndex, type ChartFrame } from './frame.js';
import { Geometry } from './geometry.js';
import { useOnRows, type Heat } from './heat.js';
import { LookSwitch } from './look-switch.js';
import { pastFrame } from './past-frame.js';
import type { ChartSpec } from './spec.js';
import { useHovered, usePalette, useStage } from './stage.js';
import { PastTimeLabels } from './time-labels.js';
import { useChartPointer } from './use-pointer.js';
import { useDrawing } from './use-drawing.js';
import { useSize } from './use-size.js';
import { duration, momentWords } from '../words/format.js';
import { chartWords as words } from '../words/charts.js';

/** The frame of what has been fetched; while the same stretch goes on, the scale does too. */
function usePastFrame(
  spec: ChartSpec,
  past: Past,
  view: HubView | null,
  thresholds: readonly Threshold[],
): ChartFrame | null {
  const [kept, setKept] = useState<{
    past: Past;
    thresholds: readonly Threshold[];
    frame: ChartFrame | null;
  } | null>(null);
  if (view === null) return null;
  if (kept?.past === past && kept.thresholds === thresholds) return kept.frame;
  const goesOn = kept !== null && past.follows && kept.past.to - kept.past.from === past.to - past.from;
  const shown = { thresholds, markers: view.markers };
  const frame = pastFrame(spec, past, shown, goesOn ? (kept.frame?.scale ?? null) : null);
  setKept({ past, thresholds, frame });
  return frame;
}

/** A chart of minutes, hours or days: one that follows now, or a stretch that stands. */
export function PastChart({
  spec,
  past,
  thresholds,
  heat,
  tools,
  again,
}: {
  readonly spec: ChartSpec;
  readonly past: Past;
  /** Those of what is shown: the hub, or one of its components. */
  readonly thresholds: readonly Threshold[];
  /** What lies under its lines. */
  readonly heat: Heat | null;
  /** What can be done with it, at the end of its head. */
  readonly tools: (frame: ChartFrame | null) => ReactNode;
  /** Asks again for what could not be read. */
  readonly again: () => void;
}): ReactNode {
  const view = useLive(({ replica }) => replica.view);
  const { range } = usePlace();
  const { drift } = useStage();
  const colours = usePalette();
  const values = usePastFrame(spec, past, view, thresholds);
  const frame = useOnRows(values, heat);
  const window = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const target = useRef<HTMLDivElement>(null);
  const cores = useRef<HTMLCanvasElement>(null);
  const size = useSize(window);
  const geometry = useMemo(
    () => (size === null ? null : new Geometry(size.width, size.height, past.to, past.to - past.from)),
    [size, past.from, past.to],
  );
  const drifted = useSyncExternalStore(drift.subscribe, drift.get, () => 0);
  // Until what was asked for arrives, what is there moves aside as far as it will.
  const asked =
    range.kind === 'past' && range.to - range.from === past.to - past.from ? range.from - past.from : 0;
  const aside = asked + drifted;
  const place = useCallback(
    (element: HTMLDivElement, { pace }: Geometry) => {
      element.style.transform = aside === 0 ? '' : `translateX(${(-aside * pace).toFixed(1)}px)`;
    },
    [aside],
  );
  useDrawing(
    spec,
    { layer, target, cores },
    { frame, geometry, size, colours: heat === null ? colours : heat.colours, place },
  );

  const pointer = useChartPointer(window, () => {
    if (geometry === null) return null;
    const newest = view === null ? null : newestSecond(view.series);
    return {
      momentAt: (x) => geometry.momentAt(x, past.to),
      pace: geometry.pace,
      edge: newest === null ? past.to : newest + 1,
      from: past.from,
      to: past.to,
    };
  });
  const moment = useHovered();
  const hovered = frame === null || moment === null ? -1 : frameIndex(frame, moment);
  const unit = unitOf(spec, view?.signals ?? null);
  const at = frame?.xs[hovered];
  const stretch = words.inSight(duration((past.to - past.from) * 1000));
  const title = chartTitle(spec);
  const whole = useMemo(
    () => (past.whole === null ? null : (column: string) => columnIn(past.whole ?? {}, column)),
    [past.whole],
  );

  return (
    <section
      className="panel chart"
      data-testid={`chart-${spec.signal}`}
      data-hue={spec.hue}
      data-heat={heat !== null}
    >
      <header>
        <h2>
          {title}
          {frame !== null && frame.step > 1 && (
            <small
              className="resolution"
              data-testid="resolution"
              title={words.eachMeans(duration(frame.step * 1000))}
            >
              {words.each(duration(frame.step * 1000))}
            </small>
          )}
        </h2>
        {spec.heatmap && <LookSwitch title={title} />}
        <ChartLegend
          spec={spec}
          frame={values}
          unit={unit}
          hovered={hovered}
          at={at === undefined ? null : momentWords(Math.floor(at) * 1000, pageNow())}
          whole={whole}
          silent={false}
        />
        {tools(values)}
      </header>
      <div className="plot" data-status={past.status}>
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
            <canvas className="cores" ref={cores} hidden />
            <div className="lines" ref={target} />
            {geometry !== null && frame !== null && (
              <ChartLayer
                spec={spec}
                frame={frame}
                geometry={geometry}
                alive={past.follows && past.status === 'ready' && frame.newest === lastOf(frame)}
                unknownFrom={null}
                hovered={hovered}
              />
            )}
          </div>
        </div>
        <Nothing past={past} frame={frame} again={again} />
        {geometry !== null && frame !== null && <Thresholds frame={frame} geometry={geometry} />}
        {geometry !== null && (
          <PastTimeLabels geometry={geometry} from={past.from + aside} to={past.to + aside} />
        )}
      </div>
      {heat?.legend}
    </section>
  );
}

/** The newest value where it is that of the last step in sight; null else. */
function lastOf({ newest, xs, step }: ChartFrame): ChartFrame['newest'] {
  const last = xs.at(-1);
  return newest !== null && last !== undefined && newest.second >= last - step ? newest : null;
}

/** Why nothing is drawn. */
function Nothing({
  past,
  frame,
  again,
}: {
  readonly past: Past;
  readonly frame: ChartFrame | null;
  readonly again: () => void;
}): ReactNode {
  if (past.status === 'failed') {
    return (
      <p className="nothing">
        <span>
          {past.fault}{' '}
          <button type="button" className="link" onClick={again}>
            {words.tryAgain}
          </button>
        </span>
      </p>
    );
  }
  if (past.history === null) return <p className="nothing late">{words.reading}</p>;
  if (frame !== null && frame.newest === null && past.status === 'ready')
    return <p className="nothing">{words.nothing}</p>;
  return null;
}

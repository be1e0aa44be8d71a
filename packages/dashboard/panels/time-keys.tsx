'use client';
import { useState, type ReactNode } from 'react';
import { chartTitle } from '../charts/chart-legend.js';
import { chartSpecs } from '../charts/spec.js';
import { useStage } from '../charts/stage.js';
import { pageNow } from '../live/browser-world.js';
import { columnIn, columnOf, signalOf, newestSecond } from '@hubscope/core/live';
import { useLiveConnection } from '../live/live-context.js';
import { indexAt } from '../time/history.js';
import { endsOf, liveRange, mainSpans, panned, pastRange, scaled, stepFor } from '../time/range.js';
import { usePast, usePlaces } from '../time/use-place.js';
import { useKeys } from './keys.js';
import { showLine, clockTime } from '../words/format.js';
import { chartWords as words } from '../words/charts.js';

/** How far a long step of the cursor goes, in short ones. */
const longStep = 10;

/**
 * Time by keys: the cursor, the range, and a stop of the clock. Says aloud what the cursor reads.
 * @param read what the charts say at a moment (s), where they are not those of the hub's page
 */
export function TimeKeys({ read }: { readonly read?: (at: number) => string }): ReactNode {
  const live = useLiveConnection();
  const { hover } = useStage();
  const places = usePlaces();
  const past = usePast();
  const [said, setSaid] = useState('');

  const edge = (): number => {
    const { view } = live.state.get().replica;
    const newest = view === null ? null : newestSecond(view.series);
    return newest === null ? Math.floor(pageNow() / 1000) : newest + 1;
  };
  const ends = (): { from: number; to: number } =>
    past === null || past.follows ? endsOf(places.place.get().range, edge()) : past;

  const move = (steps: number) => (): void => {
    const { from, to } = ends();
    const step = stepFor(to - from);
    const at = Math.min(to - 1, Math.max(from, (hover.get() ?? to - 1) + steps * step));
    hover.set(at);
    setSaid(`${clockTime(Math.round(at) * 1000)}: ${(read ?? readAloud)(at)}`);
  };
  const readAloud = (at: number): string => {
    const { view } = live.state.get().replica;
    if (view === null) return '';
    const parts = chartSpecs.map(({ hue, lines: [{ column }], decimals, signal }) => {
      const history = past?.history ?? null;
      const value =
        history === null
          ? columnOf(view, column)?.[Math.round(at) - (view.series.from ?? 0)]
          : columnIn(history.columns, column)?.[indexAt(history, at)];
      const unit = signalOf(view.signals, signal)?.unit ?? '';
      return `${chartTitle({ hue })} ${value === null || value === undefined ? words.unknown : showLine(value, unit, decimals)}`;
    });
    return parts.join(', ');
  };
  const zoom = (factor: number) => (): void => {
    const { from, to } = ends();
    places.zoom(scaled(places.place.get().range, factor, hover.get() ?? (from + to) / 2, edge()));
  };
  const pan = (part: number) => (): void => {
    places.pan(panned(places.place.get().range, part, edge()));
  };
  useKeys({
    ArrowLeft: move(-1),
    ArrowRight: move(1),
    'Shift+ArrowLeft': move(-longStep),
    'Shift+ArrowRight': move(longStep),
    '[': pan(-0.5),
    ']': pan(0.5),
    '+': zoom(0.5),
    '=': zoom(0.5),
    '-': zoom(2),
    Backspace: places.back,
    Space: () => {
      const { range } = places.place.get();
      if (range.kind === 'past') places.show(liveRange);
      else {
        const { from, to } = ends();
        places.zoom(pastRange(from, to, to));
      }
    },
    '1': () => {
      places.show(liveRange);
    },
    ...Object.fromEntries(
      mainSpans.map(({ span }, index) => [
        String(index + 2),
        () => {
          places.show({ kind: 'last', span });
        },
      ]),
    ),
    l: () => {
      places.go({ look: places.place.get().look === 'lines' ? 'heatmap' : 'lines' });
    },
    Escape: () => {
      if (hover.get() === null) places.go({ component: null });
      hover.set(null);
      setSaid('');
    },
  });
  return (
    <p className="only-read" role="status" data-testid="cursor-readout">
      {said}
    </p>
  );
}

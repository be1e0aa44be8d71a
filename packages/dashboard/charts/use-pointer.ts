'use client';
import { useEffect, useRef, type PointerEvent, type RefObject } from 'react';
import { pastRange } from '../time/range.js';
import { usePlaces } from '../time/use-place.js';
import { useStage } from './stage.js';

/** A press that moves less is a click, CSS px. */
const leastDrag = 6;
/** A wheel that rests so long has come to its end, ms. */
const wheelRestMs = 140;

interface Handlers {
  readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerCancel: () => void;
  readonly onPointerLeave: () => void;
  readonly onDoubleClick: () => void;
}

interface Held {
  readonly x: number;
  readonly moment: number;
  readonly pans: boolean;
}

/** How a chart tells what stands where. */
export interface Sight {
  /** The moment at a place from the left, s; null before anything is drawn. */
  readonly momentAt: (x: number) => number | null;
  /** CSS px a second. */
  readonly pace: number;
  /** The end of the newest second, s. */
  readonly edge: number;
  /** The ends of what is in sight, s. */
  readonly from: number;
  readonly to: number;
}

/**
 * A pointer on a chart: over it, it reads all charts; drawn across, it zooms to what it was drawn across; with Shift, or by a
 * wheel that goes sideways, it moves through time; twice, it goes back.
 */
export function useChartPointer(
  window: RefObject<HTMLDivElement | null>,
  sight: () => Sight | null,
): Handlers {
  const { hover, selection, drift } = useStage();
  const places = usePlaces();
  const held = useRef<Held | null>(null);
  const latest = useRef(sight);
  useEffect(() => {
    latest.current = sight;
  });

  const pan = (): void => {
    const now = latest.current();
    const by = drift.get();
    drift.set(0);
    if (now === null || Math.round(by) === 0) return;
    places.pan(pastRange(Math.round(now.from + by), Math.round(now.to + by), now.edge));
  };
  useWheel(window, latest, pan);

  const release = (): void => {
    held.current = null;
    selection.set(null);
  };
  return {
    onPointerMove: (event) => {
      const now = latest.current();
      const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
      const moment = now?.momentAt(x) ?? null;
      if (now === null || moment === null) return;
      hover.set(moment);
      const { current } = held;
      if (current === null || Math.abs(x - current.x) < leastDrag) return;
      if (current.pans) drift.set((current.x - x) / now.pace);
      else selection.set({ from: Math.min(current.moment, moment), to: Math.max(current.moment, moment) });
    },
    onPointerDown: (event) => {
      const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
      const moment = latest.current()?.momentAt(x) ?? null;
      hover.set(moment);
      if (event.pointerType !== 'mouse' || event.button !== 0 || moment === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { x, moment, pans: event.shiftKey };
    },
    onPointerUp: () => {
      const chosen = selection.get();
      const now = latest.current();
      if (held.current?.pans === true) pan();
      else if (chosen !== null && now !== null)
        places.zoom(pastRange(Math.floor(chosen.from), Math.ceil(chosen.to), now.edge));
      release();
    },
    onPointerCancel: () => {
      drift.set(0);
      release();
    },
    onPointerLeave: () => {
      if (held.current === null) hover.set(null);
    },
    onDoubleClick: () => {
      places.back();
    },
  };
}

/** Moves sideways with the wheel, and commits when it rests. React's own wheel handlers can't keep the browser from going back a page. */
function useWheel(
  window: RefObject<HTMLDivElement | null>,
  latest: RefObject<() => Sight | null>,
  pan: () => void,
): void {
  const { drift } = useStage();
  const commit = useRef(pan);
  useEffect(() => {
    commit.current = pan;
  });
  useEffect(() => {
    const { current } = window;
    if (current === null) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onWheel = (event: WheelEvent): void => {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      const now = latest.current();
      if (now === null || sideways === 0 || Math.abs(sideways) < Math.abs(event.shiftKey ? 0 : event.deltaY))
        return;
      event.preventDefault();
      drift.set(Math.min(drift.get() + sideways / now.pace, now.edge - now.to));
      clearTimeout(rest);
      rest = setTimeout(() => {
        commit.current();
      }, wheelRestMs);
    };
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      clearTimeout(rest);
      current.removeEventListener('wheel', onWheel);
    };
  }, [window, latest, drift]);
}

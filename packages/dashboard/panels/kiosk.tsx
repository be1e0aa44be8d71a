'use client';
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { selfHub } from '@hubscope/core/live';
import { useLiveConnection } from '../live/live-context.js';
import { usePlaces } from '../time/use-place.js';

/** How long a wall screen shows a hub before the next, ms. */
const hubMs = 20_000;
/** Nothing stands on the same points of a screen for longer than this, ms. */
const shiftMs = 60_000;

const never = (): (() => void) => () => undefined;

function asked(): boolean {
  return new URLSearchParams(window.location.search).get('kiosk') === '1';
}

/** Whether the page is a wall screen: `?kiosk=1`. */
export function useKiosk(): boolean {
  return useSyncExternalStore(never, asked, () => false);
}

/** Goes from hub to hub, unless the address names one, and keeps pixels from burning in. */
export function Kiosk(): ReactNode {
  const live = useLiveConnection();
  const places = usePlaces();
  useEffect(() => {
    const fixed = new URLSearchParams(window.location.search).get('hub') !== null;
    const turn = setInterval(() => {
      if (fixed) return;
      const { hubs, view } = live.state.get().replica;
      const others = (hubs ?? []).filter(({ name, state }) => name !== selfHub && state !== 'waiting');
      const next = others[(others.findIndex(({ name }) => name === view?.name) + 1) % others.length];
      if (next !== undefined && next.name !== view?.name) places.go({ hub: next.name }, true);
    }, hubMs);
    let round = 0;
    const shift = setInterval(() => {
      round += 1;
      const [x, y] = [
        [0, 0],
        [3, 1],
        [2, 3],
        [-1, 2],
      ][round % 4] ?? [0, 0];
      document.documentElement.style.setProperty('--shift', `${String(x)}px ${String(y)}px`);
    }, shiftMs);
    return () => {
      clearInterval(turn);
      clearInterval(shift);
    };
  }, [live, places]);
  return null;
}

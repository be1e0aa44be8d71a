'use client';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Store } from '@hubscope/core/live';
import { KeptText } from '../../live/kept-text.js';

const kept = new KeptText('hubscope.tour');
const touring = new Store(false);

export function startTour(): void {
  touring.set(true);
}

/** It is over, for this browser for good: it comes again only where it is asked for. */
export function endTour(): void {
  kept.set('seen');
  touring.set(false);
}

/**
 * Whether the tour is on. It begins by itself where a page that waited for its first hub shows one, once a browser.
 * @param stance what the page shows
 */
export function useTouring(stance: string): boolean {
  const before = useRef(stance);
  useEffect(() => {
    if (before.current === 'empty' && stance === 'hub' && kept.get() === null) startTour();
    before.current = stance;
  }, [stance]);
  const on = useSyncExternalStore(touring.subscribe, touring.get, () => false);
  return on && stance === 'hub';
}

'use client';
import { useSyncExternalStore } from 'react';
import { useLive } from '../live/live-context.js';
import { hasNotes } from './notes.js';

/** Everything on the page above the first row of components at the desktop's width, CSS px, and one row's height. */
const above = 699;
const rowHeight = 32;
const fewest = 6;
const most = 20;

function fitting(): number {
  const rows = Math.floor((window.innerHeight - above) / rowHeight);
  return Math.min(most, Math.max(fewest, rows));
}

function onResize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => {
    window.removeEventListener('resize', listener);
  };
}

/** How many rows of components fit on the screen without scrolling; never under six, or five where notes stand below them. */
export function useRowsThatFit(): number {
  const fit = useSyncExternalStore(onResize, fitting, () => fewest);
  const noted = useLive(({ replica }) => hasNotes(replica.view?.status ?? null));
  return noted ? fit - 1 : fit;
}

'use client';
import { useSyncExternalStore } from 'react';
import { useLive } from '../live/live-context.js';
import { hasNotes } from './notes.js';

/** All that stands above the first row of components at the desktop's width but the charts, CSS px, and one row's height. */
const aboveWithoutCharts = 335;
const rowHeight = 32;
const fewest = 6;
const most = 40;

/** A chart's height, as the style sheet has it. */
function chartHeight({ innerHeight, innerWidth }: Window): number {
  return Math.min(innerWidth >= 1800 ? 420 : 260, Math.max(182, 0.202 * innerHeight));
}

/** How much larger than elsewhere everything is: a wall screen is read from afar. */
function zoom(): number {
  const page = document.querySelector('.page');
  return page === null ? 1 : Number(getComputedStyle(page).zoom) || 1;
}

function fitting(): number {
  const room = window.innerHeight / zoom() - aboveWithoutCharts - 2 * chartHeight(window);
  const rows = Math.floor(room / rowHeight);
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

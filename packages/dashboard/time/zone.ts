'use client';
import { useSyncExternalStore } from 'react';
import { KeptText } from '../live/kept-text.js';
import { tellInUtc } from '../words/format.js';

const kept = new KeptText('hubscope.zone');

/** Whether times are told in UTC, and sees to it; else they are in the viewer's own zone. */
function inUtc(): boolean {
  const utc = kept.get() === 'utc';
  tellInUtc(utc);
  return utc;
}

export function toggleUtc(): void {
  kept.set(inUtc() ? 'own' : 'utc');
}

/** The zone in force. What has times in it is to be drawn anew when it changes. */
export function useUtc(): boolean {
  return useSyncExternalStore(kept.subscribe, inUtc, () => false);
}

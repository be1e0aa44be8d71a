'use client';
import { useEffect, useRef } from 'react';
import { useLiveHidden } from '../../live/live-context.js';
import { knownOf, raisedSince, type Known } from './raised.js';
import { wishes } from './wishes.js';

/** Tells who looks elsewhere of what begins to fire, where that was asked for. */
export function useAttention(): void {
  const hub = useLiveHidden(({ replica }) => replica.view?.name ?? null);
  const alerts = useLiveHidden(({ replica }) => replica.view?.alerts ?? null);
  const known = useRef<Known | null>(null);
  useEffect(() => {
    if (hub === null || alerts === null) return;
    const raised = raisedSince(known.current, hub, alerts);
    known.current = knownOf(hub, alerts);
    const wished = wishes();
    if (raised.length === 0 || (!wished.notification && !wished.sound)) return;
    // Not part of the first view.
    void import('./raise.js').then(({ raise }) => {
      raise(raised, wished);
    });
  }, [hub, alerts]);
}

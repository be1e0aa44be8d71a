'use client';
import type { ReactNode } from 'react';
import { useLive } from '../live/live-context.js';
import { soundsDisconnected, type Link } from '@hubscope/core/live';
import { useNow } from '../live/use-now.js';

/** Whole seconds until a moment, never negative. */
export function secondsUntil(at: number, now: number | null): number {
  return now === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
}

function words(link: Link, mute: boolean, now: number | null): string {
  if (link.phase === 'connected') return mute ? 'No answer' : 'Connected';
  if (link.phase === 'connecting') return link.attempt === 0 ? 'Connecting' : 'Reconnecting';
  const seconds = `${String(secondsUntil(link.retryAt, now))} s`;
  return soundsDisconnected(link) ? `Disconnected, next try in ${seconds}` : `Reconnecting, ${seconds}`;
}

/** `connected`, `mute`, `connecting`, `reconnecting` or `disconnected`. */
function stateOf(link: Link, mute: boolean): string {
  if (link.phase === 'connected') return mute ? 'mute' : 'connected';
  if (soundsDisconnected(link)) return 'disconnected';
  return link.attempt === 0 ? 'connecting' : 'reconnecting';
}

export function ConnectionState(): ReactNode {
  const link = useLive(({ link: each }) => each);
  const mute = useLive(({ mute: each }) => each);
  const now = useNow(link.phase === 'waiting');
  return (
    <div className="connection" data-testid="connection-state" data-state={stateOf(link, mute)}>
      <i className="dot" />
      <span>{words(link, mute, now)}</span>
    </div>
  );
}

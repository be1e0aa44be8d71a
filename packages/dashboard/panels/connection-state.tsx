'use client';
import { useSyncExternalStore, type ReactNode } from 'react';
import { byEvents } from '../live/transport.js';
import { useLive } from '../live/live-context.js';
import { soundsDisconnected, type Link } from '@hubscope/core/live';
import { useNow } from '../live/use-now.js';

/** Whole seconds until a moment, never negative. */
export function secondsUntil(at: number, now: number | null): number {
  return now === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
}

function words(link: Link, mute: boolean, events: boolean, now: number | null): string {
  if (link.phase === 'connected') return mute ? 'No answer' : events ? 'Connected by events' : 'Connected';
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
  const events = useSyncExternalStore(byEvents.subscribe, byEvents.get, () => false);
  const now = useNow(link.phase === 'waiting');
  return (
    <div
      className="connection"
      data-testid="connection-state"
      data-state={stateOf(link, mute)}
      title={events ? 'No WebSocket comes through: the page hears by server-sent events.' : undefined}
    >
      <i className="dot" />
      <span>{words(link, mute, events, now)}</span>
    </div>
  );
}

'use client';
import { useSyncExternalStore, type ReactNode } from 'react';
import { way, type Way } from '../live/transport.js';
import { useLive } from '../live/live-context.js';
import { soundsDisconnected, type Link } from '@hubscope/core/live';
import { useNow } from '../live/use-now.js';
import { pageWords as words } from '../words/page.js';

/** Whole seconds until a moment, never negative. */
export function secondsUntil(at: number, now: number | null): number {
  return now === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
}

function linkWords(link: Link, mute: boolean, by: Way, now: number | null): string {
  const { links } = words;
  if (link.phase === 'connected') return mute ? links.mute : links[by === 'socket' ? 'connected' : by];
  if (link.phase === 'connecting') return link.attempt === 0 ? links.connecting : links.reconnecting;
  const seconds = `${String(secondsUntil(link.retryAt, now))} s`;
  return soundsDisconnected(link) ? words.disconnected(seconds) : words.reconnectingIn(seconds);
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
  const by = useSyncExternalStore(way.subscribe, way.get, () => 'socket' as const);
  const now = useNow(link.phase === 'waiting');
  return (
    <div
      className="connection"
      data-testid="connection-state"
      data-state={stateOf(link, mute)}
      title={by === 'socket' ? undefined : by === 'events' ? words.byEvents : words.byPolling}
    >
      <i className="dot" />
      <span>{linkWords(link, mute, by, now)}</span>
    </div>
  );
}

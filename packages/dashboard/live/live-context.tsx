'use client';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { hubOfAddress } from './address.js';
import { browserWorld } from './browser-world.js';
import { LiveConnection, firstState, type Live, type LiveState } from '@hubscope/core/live';

const LiveContext = createContext<Live | null>(null);

/** Keeps the page's one connection for as long as the page stands. */
export function LiveProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [live] = useState(() => new LiveConnection(browserWorld));
  useEffect(() => {
    live.start(hubOfAddress());
    const onVisible = (): void => {
      if (!document.hidden) live.tryNow();
    };
    window.addEventListener('online', live.tryNow);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      window.removeEventListener('online', live.tryNow);
      document.removeEventListener('visibilitychange', onVisible);
      live.stop();
    };
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLiveConnection(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('a panel stands outside of LiveProvider');
  return live;
}

/** A part of what is known; renders again only when that part changes, so hand in a selector whose results are comparable. */
export function useLive<T>(select: (state: LiveState) => T): T {
  const { state } = useLiveConnection();
  return useSyncExternalStore(
    state.subscribe,
    () => select(state.get()),
    () => select(firstState),
  );
}

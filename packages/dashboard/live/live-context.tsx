'use client';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { hubOfAddress } from './address.js';
import { browserWorld } from './browser-world.js';
import { LiveConnection, firstState, type Live, type LiveState } from '@hubscope/core/live';
import { SeenStore } from './seen-store.js';

interface Context {
  readonly live: Live;
  /** What panels render from. */
  readonly seen: SeenStore<LiveState>;
}

const LiveContext = createContext<Context | null>(null);

/** Keeps the page's one connection for as long as the page stands. */
export function LiveProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [live] = useState(() => new LiveConnection(browserWorld));
  const [context] = useState<Context>(() => ({ live, seen: new SeenStore(live.state) }));
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
  return <LiveContext value={context}>{children}</LiveContext>;
}

function useContextOfPage(): Context {
  const context = useContext(LiveContext);
  if (context === null) throw new Error('a panel stands outside of LiveProvider');
  return context;
}

export function useLiveConnection(): Live {
  return useContextOfPage().live;
}

/** What is known as the page shows it: still while nobody sees it. */
export function useSeen(): SeenStore<LiveState> {
  return useContextOfPage().seen;
}

/**
 * A part of what is known; renders again only when that part changes, so hand in a selector whose results are comparable. A hidden page
 * renders nothing: it comes up to date when it is seen.
 */
export function useLive<T>(select: (state: LiveState) => T): T {
  const seen = useSeen();
  return useSyncExternalStore(
    seen.subscribe,
    () => select(seen.get()),
    () => select(firstState),
  );
}

/** The same for what is heard or seen of a page in the background: its tab and its notifications. */
export function useLiveHidden<T>(select: (state: LiveState) => T): T {
  const { state } = useLiveConnection();
  return useSyncExternalStore(
    state.subscribe,
    () => select(state.get()),
    () => select(firstState),
  );
}

'use client';
import type { SessionAnswer } from '@hubscope/core/wire';
import { Store } from '@hubscope/core/live';
import { useEffect, useSyncExternalStore } from 'react';
import { apiPath, ask } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';

function sessionOf(body: unknown): SessionAnswer | null {
  const answer = body as SessionAnswer | null;
  return typeof answer?.guarded === 'boolean' && Array.isArray(answer.scopes) ? answer : null;
}

const known = new Store<SessionAnswer | null>(null);

/** Who this page is to the server, as far as that was asked. */
export function useKnownSession(): SessionAnswer | null {
  return useSyncExternalStore(known.subscribe, known.get, () => null);
}

/** Who this page is to the server: asked once it is connected, and when a connection was lost or the first one failed. Null: not known. */
export function useSession(): SessionAnswer | null {
  // Each try after the first one fails for the same reason.
  const moment = useLive(({ link }) =>
    link.phase === 'connected' ? 'in' : link.phase === 'waiting' && link.attempt === 1 ? 'out' : null,
  );
  useEffect(() => {
    if (moment === null) return;
    const aborter = new AbortController();
    ask(apiPath('/session'), { signal: aborter.signal }).then(
      (body) => {
        known.set(sessionOf(body));
      },
      () => undefined, // The page says by itself that the server can't be reached.
    );
    return () => {
      aborter.abort();
    };
  }, [moment]);
  return useKnownSession();
}

/** Whether somebody who may only look wants to sign in: so does who came by the link for the first admin. */
const wanted = new Store(
  typeof window !== 'undefined' && new URLSearchParams(window.location.search).has('first'),
);

export const wantToSignIn = wanted.set;

/**
 * Whether signing in stands in the place of all else: the server asks who is there before it shows anything and nobody has said so yet, or
 * somebody who may only look wants to.
 */
export function useLocked(session: SessionAnswer | null): boolean {
  const wants = useSyncExternalStore(wanted.subscribe, wanted.get, () => false);
  return session?.guarded === true && session.who === null && (session.scopes.length === 0 || wants);
}

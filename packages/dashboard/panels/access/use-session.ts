'use client';
import type { SessionAnswer } from '@hubscope/core/wire';
import { useEffect, useState } from 'react';
import { apiPath, ask } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';

function sessionOf(body: unknown): SessionAnswer | null {
  const answer = body as SessionAnswer | null;
  return typeof answer?.guarded === 'boolean' && Array.isArray(answer.scopes) ? answer : null;
}

/** Who this page is to the server: asked once it is connected, and when a connection was lost or the first one failed. Null: not known. */
export function useSession(): SessionAnswer | null {
  // Each try after the first one fails for the same reason.
  const moment = useLive(({ link }) =>
    link.phase === 'connected' ? 'in' : link.phase === 'waiting' && link.attempt === 1 ? 'out' : null,
  );
  const [session, setSession] = useState<SessionAnswer | null>(null);
  useEffect(() => {
    if (moment === null) return;
    const aborter = new AbortController();
    ask(apiPath('/session'), { signal: aborter.signal }).then(
      (body) => {
        setSession(sessionOf(body));
      },
      () => undefined, // The page says by itself that the server can't be reached.
    );
    return () => {
      aborter.abort();
    };
  }, [moment]);
  return session;
}

/** Whether the server asks who is there before it shows anything, and nobody has said so yet. */
export function isLocked(session: SessionAnswer | null): boolean {
  return session?.guarded === true && session.scopes.length === 0;
}

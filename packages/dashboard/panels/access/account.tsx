'use client';
import type { SessionAnswer } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { apiPath, ask } from '../../live/api.js';
import { say } from '../overlay.js';
import { pageWords as words } from '../../words/page.js';
import { wantToSignIn } from './use-session.js';

async function signOut(): Promise<void> {
  try {
    await ask(apiPath('/session'), { method: 'DELETE' });
    window.location.reload();
  } catch {
    say({ words: words.notSignedOut, undo: null });
  }
}

/** Who is signed in, and the way out; that everybody may look, and the way in; nothing where the server asks nobody. */
export function Account({ session }: { readonly session: SessionAnswer | null }): ReactNode {
  if (session === null || !session.guarded) return null;
  if (session.who === null)
    return (
      <>
        <span className="public-view" data-testid="public-view">
          {words.publicView}
        </span>
        <button
          type="button"
          className="button"
          onClick={() => {
            wantToSignIn(true);
          }}
        >
          {words.signIn}
        </button>
      </>
    );
  return (
    <button
      type="button"
      className="button account"
      data-testid="sign-out"
      title={words.signedInAs(session.who)}
      onClick={() => {
        void signOut();
      }}
    >
      <span className="account-name">{session.who}</span> {words.signOut}
    </button>
  );
}

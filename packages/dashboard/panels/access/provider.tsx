'use client';
import type { ErrorCode } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { apiPath } from '../../live/api.js';
import { signInWords as words } from '../../words/sign-in.js';
import { useKnownSession } from './use-session.js';

/** The part of the address that says why signing in by the provider did not work. */
export const faultPart = 'sign_in_fault';

/** Why the way by the provider failed; null where it did not. */
export function providerFault(): string | null {
  const code = new URLSearchParams(window.location.search).get(faultPart);
  if (code === null) return null;
  const known: Partial<Record<ErrorCode, string>> = {
    no_role: words.noRole,
    email_not_allowed: words.noEmail,
    sign_in_refused: words.notLetThrough,
    name_taken: words.nameTaken,
    sign_in_expired: words.tooLate,
    too_many_requests: words.tooMany,
  };
  return new Map(Object.entries(known)).get(code) ?? words.providerFailed;
}

/** The way to the provider, where the server has one. */
export function ProviderLink(): ReactNode {
  const provider = useKnownSession()?.provider ?? null;
  if (provider === null) return null;
  return (
    <a className="button provider" data-testid="provider" href={apiPath('/session/provider')}>
      {words.signInWith(provider)}
    </a>
  );
}

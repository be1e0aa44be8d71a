'use client';
import { useSyncExternalStore } from 'react';
import { KeptText } from '../../live/kept-text.js';
import { useKnownSession } from './use-session.js';

/** Who sits here, as they said: empty where they said nothing, null where they were never asked. */
const kept = new KeptText('hubscope.name');

export const longestName = 200;

/** As what is done here is to be signed; nothing where no name is known. A server that knows who is there takes its own word for it. */
export function signed(): { readonly by?: string } {
  const name = kept.get() ?? '';
  return name === '' ? {} : { by: name };
}

export const keepName = (name: string): void => {
  kept.set(name.trim());
};

export interface Person {
  readonly name: string;
  /** Whether the server does not know by itself who is there. */
  readonly unknown: boolean;
  /** Whether they are to be asked, which is done once. */
  readonly ask: boolean;
}

export function usePerson(): Person {
  const name = useSyncExternalStore(kept.subscribe, kept.get, () => null);
  const session = useKnownSession();
  const unknown = session?.guarded === false;
  return { name: name ?? '', unknown, ask: unknown && name === null };
}

'use client';
import { Fragment, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { languageInForce, onLanguage, startLanguage } from './language.js';

/** What it holds is made anew when the language changes, so that no word of the one before stays. */
export function InLanguage({ children }: { readonly children: ReactNode }): ReactNode {
  const language = useSyncExternalStore(onLanguage, languageInForce, () => 'en' as const);
  useEffect(() => {
    void startLanguage();
  }, []);
  return <Fragment key={language}>{children}</Fragment>;
}

'use client';
import type { ReactNode } from 'react';
import { chooseLanguage, languageInForce, languages, type Language } from '../words/language.js';
import { languageNames, languageWords as words } from '../words/languages.js';
import { say } from './overlay.js';

/** Puts a language in force, or says why it can't be. */
export function changeLanguage(language: Language): void {
  chooseLanguage(language).catch(() => {
    say({ words: words.missing, undo: null });
  });
}

/** Steps through the languages; the button shows the one in force. */
export function LanguageSwitch(): ReactNode {
  const language = languageInForce();
  const next = languages[(languages.indexOf(language) + 1) % languages.length] ?? 'en';
  const [name, nextName] = [languageNames[language], languageNames[next]];
  return (
    <button
      type="button"
      className="button language-switch"
      data-testid="language-switch"
      // What it shows is part of its name, for who speaks to the page.
      aria-label={`${language}: ${words.change(name, nextName)}`}
      title={words.inForce(name)}
      onClick={() => {
        changeLanguage(next);
      }}
    >
      {language}
    </button>
  );
}

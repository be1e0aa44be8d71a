'use client';
import { Store } from '@hubscope/core/live';
import { KeptText } from '../live/kept-text.js';
import { speak } from './spoken.js';
import type { Translation } from './translation.js';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** English comes with the page; any other language when it is wanted. */
const loaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Translation>>> = {
  de: async () => (await import('./de/index.js')).german,
};

function load(language: Language): Promise<Translation | null> {
  return language === 'en' ? Promise.resolve(null) : loaders[language]();
}

/** What `public/early.js` chose: by the link, else as chosen before, else by the browser. */
function firstLanguage(): Language {
  const { lang } = document.documentElement;
  return languages.find((each) => each === lang) ?? 'en';
}

const kept = new KeptText('hubscope.language');
const inForce = new Store<Language>('en');

export const onLanguage = inForce.subscribe;
export const languageInForce = inForce.get;

function put(language: Language, translation: Translation | null): void {
  speak(translation);
  document.documentElement.lang = language;
  delete document.documentElement.dataset['words'];
  inForce.set(language);
}

// On its way while the page wakes up.
const first = typeof document === 'undefined' ? null : load(firstLanguage());
first?.catch(() => undefined);

/** Puts the first language in force. Not before the page is awake: it was rendered in English, and wakes as it was rendered. */
export async function startLanguage(): Promise<void> {
  try {
    put(firstLanguage(), await first);
  } catch {
    // The page is better in English than not at all.
    put('en', null);
  }
}

/** Puts a language in force and keeps it; a link that named another has had its say. @throws where its words can't be loaded */
export async function chooseLanguage(language: Language): Promise<void> {
  put(language, await load(language));
  kept.set(language);
  const address = new URL(window.location.href);
  if (!address.searchParams.has('lang')) return;
  address.searchParams.delete('lang');
  window.history.replaceState(window.history.state, '', address);
}

import { spoken } from './spoken.js';

const english = {
  /** `name`: of the language in force; `next`: of the one that a press brings, each by its own name. */
  change: (name: string, next: string) => `Language: ${name}. Change to ${next}`,
  inForce: (name: string) => `Language: ${name}`,
  missing: 'The words of that language could not be loaded.',
};

export type LanguageWords = typeof english;
export const languageWords = spoken('languages', english);

/** Each language by its own name. */
export const languageNames = { en: 'English', de: 'Deutsch' } as const;

import type { LanguageWords } from '../languages.js';

export const languages: LanguageWords = {
  change: (name, next) => `Sprache: ${name}. Zu ${next} wechseln`,
  inForce: (name) => `Sprache: ${name}`,
  missing: 'Die Wörter dieser Sprache konnten nicht geladen werden.',
};

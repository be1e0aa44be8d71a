import type { Translation } from './translation.js';

type Part = keyof Translation;

const parts = new Map<Part, { readonly words: object; readonly english: object }>();
/** null: English, in which everything is written. */
let inForce: Translation | null = null;

/**
 * A part of the page's words, in the language that is in force: the same object all the time, whose entries {@link speak} changes. So
 * take them while rendering, not when a module loads.
 */
export function spoken<P extends Part>(part: P, english: Translation[P]): Translation[P] {
  const words = { ...english, ...inForce?.[part] };
  parts.set(part, { words, english });
  return words;
}

/** Puts a language in force for all parts, those that load later too; null: English. */
export function speak(translation: Translation | null): void {
  inForce = translation;
  for (const [part, { words, english }] of parts) Object.assign(words, english, translation?.[part]);
}

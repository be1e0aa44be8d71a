import { runInNewContext } from 'node:vm';

/** The longest text that patterns are tried on, letters. */
const longest = 4096;
/** What all tries of a pattern may take, ms. Whatever repeats within a repetition would take for ever. */
const patienceMs = 1000;
/** Places of a pattern from which its tries begin. */
const maxPlaces = 60;

/** A text that the pattern may fit, as far as that can be seen from its letters. */
function lettersOf(pattern: string): string {
  return pattern
    .replace(/\(\?(?:<?[=!]|:|<\w+>)/g, '')
    .replace(/\{\d*,?\d*\}/g, '')
    .replace(/\\([dwsDWSbB.])/g, (_, kind: string) => ({ d: '0', w: 'a', s: ' ', '.': '.' })[kind] ?? '')
    .replace(/\[\^?(.)[^\]]*\]/g, '$1')
    .replace(/(?<!\\)\./g, 'a')
    .replace(/[\\^$*+?()|]/g, '');
}

/** Texts on which a pattern that backtracks takes long: its letters up to a place, what stands there over and over, and an end that fits nothing. */
function triesOf(pattern: string): string[] {
  const letters = lettersOf(pattern).slice(0, maxPlaces);
  return Array.from(letters).flatMap((_, from) =>
    [1, 2, 3].map((length) => {
      const part = letters.slice(from, from + length);
      return `${letters.slice(0, from)}${part.repeat(longest / part.length)}\u0000`;
    }),
  );
}

/**
 * Whether a regular expression takes so long on some text that whoever may send texts could hold up the server with it. Finds what repeats
 * within a repetition and alternatives that fit the same; it proves nothing of what it does not find.
 */
export function holdsUp(pattern: string): boolean {
  try {
    runInNewContext(
      'for (const text of tries) text.replace(any, "")',
      { tries: triesOf(pattern), any: new RegExp(`(?:${pattern})`, 'g') },
      { timeout: patienceMs },
    );
    return false;
  } catch (error) {
    // It is no Error of this realm.
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return true;
    throw error;
  }
}

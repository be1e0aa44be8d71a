import { momentWords } from '@hubscope/core/format';
import type { Silence } from '@hubscope/core/wire';

interface Repeat {
  readonly words: string;
  readonly every: Silence['repeat'];
}

/** How often a silence comes again. */
export const repeats: readonly [Repeat, ...Repeat[]] = [
  { words: 'never', every: null },
  { words: 'each day', every: 'daily' },
  { words: 'each week', every: 'weekly' },
];

/** When a silence is to begin, ms since the epoch, as a date field of the viewer's own time has it; null: now. */
export function startOf(field: string): number | null {
  const at = Date.parse(field);
  return Number.isNaN(at) ? null : at;
}

/** What the button does. */
export function startWords(startsAt: number | null, now: number): string {
  return startsAt === null || startsAt <= now ? 'Silence' : `Silence from ${momentWords(startsAt, now)}`;
}

/** What a person asks for. */
export interface Silencing {
  /** Globs; what is empty or null is left out. */
  readonly matcher: Readonly<Record<string, string | null>>;
  readonly seconds: number;
  readonly comment: string | null;
  /** ms since the epoch; null: now. */
  readonly startsAt: number | null;
  readonly repeat: Silence['repeat'];
}

/** The same as the API wants it. */
export function silenceBody({ matcher, seconds, comment, startsAt, repeat }: Silencing): object {
  const set = Object.fromEntries(
    Object.entries(matcher).filter(([, value]) => value !== null && value !== ''),
  );
  return {
    matcher: set,
    duration: seconds,
    ...(startsAt === null ? {} : { starts_at: startsAt }),
    ...(repeat === null ? {} : { repeat }),
    ...(comment === null || comment === '' ? {} : { comment }),
  };
}

/** What was done, in a sentence. */
export function silencedWords({ startsAt, repeat }: Silencing, now: number): string {
  const again = { daily: ' each day', weekly: ' each week' };
  const planned = startsAt !== null && startsAt > now;
  const when = planned ? `Planned from ${momentWords(startsAt, now)}` : 'Silenced';
  return `${when}${repeat === null ? '' : again[repeat]}. Nobody is told while it lasts; the page shows it as before.`;
}

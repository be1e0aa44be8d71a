import type { IncidentSummary, Matcher, Silence } from '@hubscope/core/wire';
import { duration, momentWords } from '../../words/format.js';

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

/** How long, in words for a choice; null: until a moment that is picked. */
export const lengths: readonly (readonly [seconds: number | null, words: string])[] = [
  [1800, '30 min'],
  [3600, '1 h'],
  [14_400, '4 h'],
  [86_400, '1 d'],
  [604_800, '7 d'],
  [null, 'until …'],
];

/** What a person asks for. Times are ms since the epoch. */
export interface Silencing {
  /** Globs; what is empty or null is left out. */
  readonly matcher: Readonly<Partial<Record<keyof Matcher, string | null>>>;
  /** Its length in seconds, or its end. */
  readonly lasts: { readonly duration: number } | { readonly ends_at: number };
  readonly comment: string | null;
  /** null: now. */
  readonly startsAt: number | null;
  readonly repeat: Silence['repeat'];
  /** null: without an end. */
  readonly repeatUntil: number | null;
}

/** A silence of an hour for what an incident is about. */
export function hourOf({
  name,
  hub,
  component,
}: Pick<IncidentSummary, 'name' | 'hub' | 'component'>): Silencing {
  return {
    matcher: { rule: name, hub, component },
    lasts: { duration: 3600 },
    comment: null,
    startsAt: null,
    repeat: null,
    repeatUntil: null,
  };
}

/** The same as the API wants it. */
export function silenceBody({
  matcher,
  lasts,
  comment,
  startsAt,
  repeat,
  repeatUntil,
}: Silencing): Record<string, unknown> {
  const set = Object.fromEntries(
    Object.entries(matcher).filter(([, value]) => value !== null && value !== ''),
  );
  return {
    matcher: set,
    ...lasts,
    ...(startsAt === null ? {} : { starts_at: startsAt }),
    ...(repeat === null ? {} : { repeat }),
    ...(repeat === null || repeatUntil === null ? {} : { repeat_until: repeatUntil }),
    ...(comment === null || comment === '' ? {} : { comment }),
  };
}

const again = { daily: 'each day', weekly: 'each week' } as const;

function againWords({ repeat, repeatUntil }: Pick<Silencing, 'repeat' | 'repeatUntil'>, now: number): string {
  if (repeat === null) return '';
  return ` ${again[repeat]}${repeatUntil === null ? '' : ` until ${momentWords(repeatUntil, now)}`}`;
}

/** What was done, in a sentence. `now`: ms since the epoch. */
export function silencedWords(asked: Silencing, now: number): string {
  const { startsAt } = asked;
  const planned = startsAt !== null && startsAt > now;
  const when = planned ? `Planned from ${momentWords(startsAt, now)}` : 'Silenced';
  return `${when}${againWords(asked, now)}. Nobody is told while it lasts; the page shows it as before.`;
}

/** When a silence is in force. `now`: ms since the epoch. */
export function whenWords(
  {
    state,
    starts_at: starts,
    ends_at: ends,
    repeat,
    repeat_until: repeatUntil,
  }: Pick<Silence, 'state' | 'starts_at' | 'ends_at' | 'repeat' | 'repeat_until'>,
  now: number,
): string {
  const comes = againWords({ repeat, repeatUntil }, now);
  const tail = comes === '' ? '' : `,${comes}`;
  if (state === 'over') return `over since ${momentWords(ends, now)}`;
  if (state === 'planned') return `from ${momentWords(starts, now)} to ${momentWords(ends, now)}${tail}`;
  return ends > now ? `until ${momentWords(ends, now)}, ${duration(ends - now)} more${tail}` : `now${tail}`;
}

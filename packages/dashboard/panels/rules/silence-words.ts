import type { IncidentSummary, Matcher, Silence } from '@hubscope/core/wire';
import { duration, momentWords } from '../../words/format.js';
import { silenceWords as words } from '../../words/silences.js';

/** How often a silence comes again. */
export const repeats = ['never', 'daily', 'weekly'] as const;
export type Repeat = (typeof repeats)[number];

/** When a silence is to begin, ms since the epoch, as a date field of the viewer's own time has it; null: now. */
export function startOf(field: string): number | null {
  const at = Date.parse(field);
  return Number.isNaN(at) ? null : at;
}

/** What the button does. */
export function startWords(startsAt: number | null, now: number): string {
  return startsAt === null || startsAt <= now ? words.start : words.startAt(momentWords(startsAt, now));
}

/** How long, s, as a choice has it; `pick`: until a moment that is picked. */
export const lengths = ['1800', '3600', '14400', '86400', '604800', 'pick'] as const;
export type Length = (typeof lengths)[number];

export function lengthWords(length: Length): string {
  return length === 'pick' ? words.pick : duration(Number(length) * 1000);
}

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

/** What makes a silence that has ended anew, for the rest of its time. */
export function silenceAgain({
  matcher,
  starts_at,
  ends_at,
  repeat,
  repeat_until,
  by,
  comment,
}: Omit<Silence, 'id'>): Record<string, unknown> {
  return {
    matcher,
    starts_at,
    ends_at,
    repeat,
    repeat_until,
    ...(by === null ? {} : { by }),
    ...(comment === null ? {} : { comment }),
  };
}

function againWords({ repeat, repeatUntil }: Pick<Silencing, 'repeat' | 'repeatUntil'>, now: number): string {
  if (repeat === null) return '';
  return ` ${words.comes(words.repeats[repeat], repeatUntil === null ? null : momentWords(repeatUntil, now))}`;
}

/** What was done, in a sentence. `now`: ms since the epoch. */
export function silencedWords(asked: Silencing, now: number): string {
  const { startsAt } = asked;
  const planned = startsAt !== null && startsAt > now;
  const again = againWords(asked, now);
  return planned ? words.planned(momentWords(startsAt, now), again) : words.silenced(again);
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
  if (state === 'over') return words.over(momentWords(ends, now));
  if (state === 'planned') return words.fromTo(momentWords(starts, now), momentWords(ends, now)) + tail;
  return (ends > now ? words.inForce(momentWords(ends, now), duration(ends - now)) : words.now) + tail;
}

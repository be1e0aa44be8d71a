import { newSilence } from '@hubscope/core/wire';
import { expect, it } from 'vitest';
import {
  hourOf,
  silenceAgain,
  silenceBody,
  silencedWords,
  startOf,
  startWords,
  whenWords,
} from './silence-words.js';

const now = new Date(2026, 0, 2, 12, 0).getTime();
const evening = new Date(2026, 0, 2, 22, 30).getTime();
const asked = {
  matcher: { rule: '', hub: 'shop', component: null },
  lasts: { duration: 3600 },
  comment: 'deploy',
  startsAt: evening,
  repeat: 'weekly',
  repeatUntil: null,
} as const;

it('a date field is read in the viewer’s own time, and an empty one is now', () => {
  expect([startOf('2026-01-02T22:30'), startOf('')]).toEqual([evening, null]);
});

it.each([
  [null, 'Silence'],
  [now - 1, 'Silence'],
  [evening, 'Silence from 22:30:00'],
])('the button of a silence from %j', (startsAt, words) => {
  expect(startWords(startsAt, now)).toBe(words);
});

it('a planned silence is asked for with its start, and only with the globs that are set', () => {
  expect(newSilence.parse(silenceBody(asked))).toMatchObject({
    matcher: { hub: 'shop', rule: null },
    starts_at: evening,
    duration: 3600,
    repeat: 'weekly',
    comment: 'deploy',
  });
  expect(newSilence.parse(silenceBody({ ...asked, startsAt: null })).starts_at).toBeUndefined();
});

it('an end and the end of its repeats are asked for where they are set', () => {
  const body = silenceBody({ ...asked, lasts: { ends_at: evening + 1 }, repeatUntil: evening + 2 });
  expect(newSilence.parse(body)).toMatchObject({ ends_at: evening + 1, repeat_until: evening + 2 });
  expect(newSilence.parse(silenceBody({ ...asked, repeat: null, repeatUntil: 1 })).repeat_until).toBeNull();
});

it.each([
  [{ state: 'active', ends_at: now + 600_000 }, 'until 12:10:00, 10 min more, each day until 22:30:00'],
  [{ state: 'active', ends_at: now - 600_000 }, 'now, each day until 22:30:00'],
  [
    { state: 'planned', starts_at: now + 60_000, ends_at: now + 600_000, repeat_until: null },
    'from 12:01:00 to 12:10:00, each day',
  ],
  [{ state: 'over', repeat: null }, 'over since 12:00:00'],
] as const)('when it is in force: %j', (more, words) => {
  const silence = { starts_at: now, ends_at: now, repeat: 'daily', repeat_until: evening, ...more } as const;
  expect(whenWords(silence, now)).toBe(words);
});

it('of an incident mutes its rule where that fires', () => {
  const incident = { name: 'Slow', hub: 'shop', component: null };
  expect(silenceBody(hourOf(incident))).toEqual({ matcher: { rule: 'Slow', hub: 'shop' }, duration: 3600 });
});

it('a silence that has ended is made anew as it was', () => {
  const matcher = { rule: 'Slow*', hub: 'shop', component: null, signal: null, severity: null };
  const was = {
    matcher,
    starts_at: now,
    ends_at: evening,
    repeat: 'daily',
    repeat_until: null,
    comment: 'deploy',
  } as const;
  const silence = { ...was, by: null, created_at: now, hidden: 3, state: 'active' } as const;
  expect(newSilence.parse(silenceAgain(silence))).toEqual(was);
  expect(newSilence.parse(silenceAgain({ ...silence, by: 'Ada' })).by).toBe('Ada');
});

it.each([
  [asked, 'Planned from 22:30:00 each week. '],
  [{ ...asked, repeatUntil: evening }, 'Planned from 22:30:00 each week until 22:30:00. '],
  [{ ...asked, startsAt: null, repeat: null }, 'Silenced. '],
])('is said to be', (each, words) => {
  expect(silencedWords(each, now)).toBe(
    `${words}Nobody is told while it lasts; the page shows it as before.`,
  );
});

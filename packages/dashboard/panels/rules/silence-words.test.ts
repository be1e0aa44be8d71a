import { newSilence } from '@hubscope/core/wire';
import { expect, it } from 'vitest';
import { silenceBody, silencedWords, startOf, startWords } from './silence-words.js';

const now = new Date(2026, 0, 2, 12, 0).getTime();
const evening = new Date(2026, 0, 2, 22, 30).getTime();
const asked = {
  matcher: { rule: '', hub: 'shop', component: null },
  seconds: 3600,
  comment: 'deploy',
  startsAt: evening,
  repeat: 'weekly',
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

it.each([
  [asked, 'Planned from 22:30:00 each week. '],
  [{ ...asked, startsAt: null, repeat: null }, 'Silenced. '],
])('is said to be', (each, words) => {
  expect(silencedWords(each, now)).toBe(
    `${words}Nobody is told while it lasts; the page shows it as before.`,
  );
});

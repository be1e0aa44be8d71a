import { expect, it } from 'vitest';
import { channelWords, deliveryWords, replyWords } from './channel-words.js';

const now = Date.UTC(2026, 0, 2, 12, 0);
const calm = { waiting: 0, dropped: 0, last_sent_at: null, last_error: null, failing: 0 };

it.each([
  [{}, 'Nothing sent since the start'],
  [
    { waiting: 1, failing: 3 },
    'The last three attempts failed · one event waits · nothing sent since the start',
  ],
  [{ dropped: 20, waiting: 2 }, 'Two events wait · 20 events dropped · nothing sent since the start'],
])('a channel with %j', (more, words) => {
  expect(channelWords({ state: { ...calm, ...more } }, now)).toBe(words);
});

it.each([
  [{ ok: true, status: 200, said: 'ok', took_ms: 34.4 }, 'Taken after 34 ms: 200 ok'],
  [{ ok: false, status: 418, said: 'I am a teapot', took_ms: 5 }, 'Not taken after 5 ms: 418 I am a teapot'],
  [
    { ok: false, status: null, said: 'no answer within 10 s', took_ms: 10_010 },
    'Not taken after 10 s: no answer within 10 s',
  ],
  [{ ok: true, status: null, said: '', took_ms: 1 }, 'Taken after 1 ms: it said nothing'],
])('an answer %j', (reply, words) => {
  expect(replyWords(reply)).toBe(words);
});

it('a message of the log', () => {
  const delivery = {
    id: 'k',
    hub: 'shop',
    kind: 'fired' as const,
    incidents: ['i'],
    events: 1,
    state: 'retrying' as const,
    attempts: 3,
    first_at: now,
    at: now,
    status: 500,
    said: '',
  };
  expect(deliveryWords(delivery, now)).toMatch(
    /^\d\d:00:00 · one alert of shop fired · is tried again, attempt 3 \(500\)$/,
  );
});

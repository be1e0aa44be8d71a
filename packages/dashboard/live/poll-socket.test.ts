import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PollSocket } from './poll-socket.js';

let asked: string[];
let answers: (() => Promise<Response>)[];

const told =
  (after: string, ...frames: unknown[]) =>
  () =>
    Promise.resolve(new Response(JSON.stringify({ after, frames })));

beforeEach(() => {
  asked = [];
  answers = [];
  vi.useFakeTimers();
  vi.stubGlobal('fetch', (url: URL) => {
    asked.push(url.pathname + url.search);
    return (answers.shift() ?? (() => new Promise<Response>(() => undefined)))();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function socket() {
  const made = new PollSocket('wss://test/ws?hub=shop', () => heard.push('through'));
  const heard: unknown[] = [];
  made.onopen = () => heard.push('open');
  made.onclose = () => heard.push('close');
  made.onmessage = (event: { data: string }) => heard.push(JSON.parse(event.data));
  return { made, heard };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

it('asks a second after each answer for what came since, and opens with the first', async () => {
  answers = [told('a 1 shop', { type: 'hello' }, { type: 'hubs' }), told('a 2 shop', { type: 'tick' })];
  const { made, heard } = socket();
  await settled();
  expect(heard).toEqual(['through', 'open', { type: 'hello' }, { type: 'hubs' }]);
  expect(made.readyState).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(heard.at(-1)).toEqual({ type: 'tick' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([
    '/api/v1/poll?hub=shop',
    '/api/v1/poll?hub=shop&after=a+1+shop',
    '/api/v1/poll?hub=shop&after=a+2+shop',
  ]);
});

it('goes to another hub at once, from its beginning, and tells nothing more of the one before', async () => {
  const { made, heard } = socket();
  answers = [told('a 9 bank', { type: 'snapshot' })];
  made.send(JSON.stringify({ action: 'ping' }));
  made.send(JSON.stringify({ action: 'subscribe', hub: 'bank' }));
  await settled();
  expect(asked).toEqual(['/api/v1/poll?hub=shop', '/api/v1/poll?hub=bank']);
  expect(heard).toEqual(['through', 'open', { type: 'snapshot' }]);
});

it.each([
  ['a refusal', () => Promise.resolve(new Response('{}', { status: 503 }))],
  ['an answer that is none', () => Promise.resolve(new Response('[]'))],
  ['a page of some proxy', () => Promise.resolve(new Response('<html>'))],
  ['no network', () => Promise.reject(new TypeError('failed'))],
])('%s closes it, and when to come back is for who holds the connection', async (_, answer) => {
  answers = [answer];
  const { made, heard } = socket();
  await settled();
  expect(heard).toEqual(['close']);
  expect(made.readyState).toBe(3);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
});

it('asks no more once it is closed', async () => {
  answers = [told('a 1 shop')];
  const { made } = socket();
  await settled();
  made.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
});

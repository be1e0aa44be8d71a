import { describe, expect, it } from 'vitest';
import { adjustedCount } from './spans.js';
import { became } from './testing/became.js';
import { WatchedIntake } from './testing/intake.js';
import { attributesOf, post, spanOf, tracesOf } from './testing/request.js';

it.each([
  ['', 1],
  ['ot=th:0', 1],
  ['ot=th:8', 2],
  ['ot=th:c', 4],
  ['ot=th:fd70a4', 2 ** 24 / (2 ** 24 - 0xfd70a4)],
  ['ot=th:80000000000000', 2],
  ['ot=th:80000000000001', 2 ** 56 / (2 ** 55 - 1)],
  // 2^26 of 2^56 are kept: one of 2^30.
  ['ot=th:fffffffc000000', 1],
  ['ot=th:fffffff0000000', 2 ** 28],
  ['ot=th:ffffffffffffff', 1],
  ['ot=th:fffffffffffff', 1],
  ['ot=rv:abcdef01234567;th:8', 2],
  ['other=1,ot=th:8;rv:1,more=2', 2],
  // Not of fourteen digits at most, no hex, or not in lower case: it says nothing.
  ['ot=th:800000000000000', 1],
  ['ot=th:', 1],
  ['ot=th:xyz', 1],
  ['ot=th:FF', 1],
  ['xot=th:8', 1],
  ['ot=th', 1],
  ['th:8', 1],
  [',,;;==', 1],
])('a span with the trace state %j stands for %d', (traceState, count) => {
  expect(adjustedCount(traceState)).toBe(count);
});

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'small' };
const firstToken = 'gen_ai.server.time_to_first_token';

it.each([
  [0.25, 250],
  [1e306, null],
  [Number.MAX_VALUE, null],
  [90_000, null],
  [-1, null],
])('a first token after %d s is one after %j ms', async (seconds, ms) => {
  const attributes = [...attributesOf(chat), { key: firstToken, value: { doubleValue: seconds } }];
  const watched = new WatchedIntake();
  await post(watched, '/v1/traces', tracesOf([spanOf('chat', {}, { attributes })]));
  expect(watched.taken).toMatchObject([{ type: 'span', ttftMs: ms }]);
});

it.each([-1, -300, -(2 ** 40)])('%d, a whole number, is below zero and no amount', async (tokens) => {
  expect(await became('chat', { ...chat, 'gen_ai.usage.input_tokens': tokens })).toMatchObject({
    tokensIn: null,
  });
});

it('more tokens than can be counted are none', async () => {
  const tokens = { 'gen_ai.usage.input_tokens': 1e300, 'gen_ai.usage.output_tokens': 12 };
  const numbers = Object.entries(tokens).map(([key, doubleValue]) => ({ key, value: { doubleValue } }));
  const written = [...attributesOf(chat), ...numbers];
  const watched = new WatchedIntake();
  await post(watched, '/v1/traces', tracesOf([spanOf('chat', {}, { attributes: written })]));
  expect(watched.taken).toMatchObject([{ tokensIn: null, tokensOut: 12 }]);
});

it.each([
  [1e306, []],
  [2.5, [{ signal: 'wait', value: 2500, fold: 'distribution' }]],
])('a mapped value of %d s is kept where it can be one', async (seconds, values) => {
  const signal = { name: 'wait', fold: 'distribution', value: 'wait.s', factor: 1000 } as const;
  const spanMappings = [{ span: null, attributes: {}, component: null, signal }];
  const attributes = [{ key: 'wait.s', value: { doubleValue: seconds } }];
  const watched = new WatchedIntake({ spanMappings });
  await post(watched, '/v1/traces', tracesOf([spanOf('work', {}, { attributes })]));
  expect(watched.taken).toMatchObject([{ values }]);
});

describe('events of a span', () => {
  const withEvents = async (...names: string[]): Promise<WatchedIntake> => {
    const events = names.map((name) => ({
      timeUnixNano: '1699999999970000000',
      name,
      attributes: attributesOf({ 'gen_ai.prompt': 'my secret' }),
    }));
    const watched = new WatchedIntake();
    await post(watched, '/v1/traces', tracesOf([spanOf('chat', chat, { events })]));
    return watched;
  };

  it.each([
    'gen_ai.content.prompt',
    'gen_ai.content.completion',
    'gen_ai.user.message',
    'gen_ai.system.message',
    'gen_ai.assistant.message',
    'gen_ai.tool.message',
    'gen_ai.choice',
  ])('that hold what somebody said are left out and counted: %s', async (name) => {
    const watched = await withEvents(name, 'exception', name);
    expect(watched.drops).toEqual(['shop content 2']);
    expect(JSON.stringify([watched.taken, watched.intake.seen()])).not.toContain('secret');
  });

  it('that hold nothing of it count for nothing', async () => {
    const { drops, taken } = await withEvents('exception', 'gen_ai.content', 'First Token Stream Event');
    expect([drops, taken.length]).toEqual([[], 1]);
  });
});

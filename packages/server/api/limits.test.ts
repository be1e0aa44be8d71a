import { HubscopeError } from '@hubscope/core/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Fake, openAccess } from './testing/fake.js';

let fake: Fake;
let knocked: string[];
let asked: (string | null)[];
let full: boolean;

beforeEach(async () => {
  [knocked, asked, full] = [[], [], false];
  fake = await new Fake({
    access: {
      ...openAccess,
      limits: {
        knock: (address) => {
          knocked.push(address);
          if (full) throw new HubscopeError('too_many_requests', undefined, 7);
        },
        ask: ({ who }) => asked.push(who),
      },
    },
  }).open();
});
afterEach(() => fake.app.close());

it('holds back every resource, also where nobody needs to show anything, and says for how long', async () => {
  full = true;
  for (const url of ['/api/v1/hubs', '/api/v1/session', '/api/v1/nothing', '/metrics', '/openapi.json']) {
    const answer = await fake.app.inject(url);
    expect([
      url,
      answer.statusCode,
      answer.headers['retry-after'],
      answer.json<{ code: string }>().code,
    ]).toEqual([url, 429, '7', 'too_many_requests']);
  }
  expect(knocked).toEqual(Array(5).fill('127.0.0.1'));
  expect(asked).toEqual([]);
});

it('never holds back who asks for health', async () => {
  full = true;
  for (const url of ['/healthz', '/readyz']) expect((await fake.app.inject(url)).statusCode).toBe(200);
});

it('counts what was let in by what it showed', async () => {
  await fake.app.inject('/api/v1/hubs');
  expect([knocked, asked]).toEqual([['127.0.0.1'], [null]]);
});

import { HubscopeError } from '@hubscope/core/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Fake, now, openAccess } from './testing/fake.js';

let fake: Fake;
let came: (string | undefined)[][];

beforeEach(async () => {
  came = [];
  fake = await new Fake({
    access: {
      ...openAccess,
      guarded: true,
      provider: 'Example login',
      leaveForProvider: async (address) => {
        if (came.length > 0) throw new HubscopeError('provider_failed');
        return { url: `https://id.example/authorize?from=${address}`, browser: 'hsl_kept' };
      },
      returnFromProvider: async (query, browser, address) => {
        came.push([query, browser, address]);
        if (browser === undefined) throw new HubscopeError('sign_in_expired');
        if (browser === 'broken') throw new Error('the answer holds a secret');
        const grant = { who: 'Ada', scopes: ['read'] as const, hubs: null, ended: false };
        return { secret: 'hss_secret', grant: { ...grant, expiresAt: now + 60_000 } };
      },
    },
  }).open();
});
afterEach(() => fake.app.close());

const callback = '/api/v1/session/provider/callback?code=a&state=b%20c';
const returning = (cookie?: string) =>
  fake.app.inject({ url: callback, headers: cookie === undefined ? {} : { cookie } });

it('leads to the provider, and leaves a cookie for the way back alone', async () => {
  const answer = await fake.app.inject('/api/v1/session/provider');
  expect([answer.statusCode, answer.headers.location]).toEqual([
    302,
    'https://id.example/authorize?from=127.0.0.1',
  ]);
  expect(answer.headers['set-cookie']).toBe(
    'hubscope_sign_in=hsl_kept; Path=/api/v1/session/provider; HttpOnly; SameSite=Lax; Max-Age=600',
  );
});

it('gives who comes back a session, as who signs in by name gets one', async () => {
  const answer = await returning('theme=dark; hubscope_sign_in=hsl_kept');
  expect([answer.statusCode, answer.headers.location]).toEqual([302, '/dashboard']);
  expect(answer.headers['set-cookie']).toEqual([
    'hubscope_sign_in=; Path=/api/v1/session/provider; HttpOnly; SameSite=Lax; Max-Age=0',
    'hubscope_session=hss_secret; Path=/; HttpOnly; SameSite=Strict; Max-Age=60',
  ]);
  expect(came).toEqual([['code=a&state=b%20c', 'hsl_kept', '127.0.0.1']]);
});

it('ends at a page that says why where it fails, and gives no session', async () => {
  const strange = await returning();
  expect(strange.headers.location).toBe('/dashboard?sign_in_fault=sign_in_expired');
  expect(String(strange.headers['set-cookie'])).not.toContain('hubscope_session');
  expect((await returning('hubscope_sign_in=broken')).headers.location).toBe(
    '/dashboard?sign_in_fault=internal',
  );
  expect(fake.logged).toEqual(['signing in failed']);
  const gone = await fake.app.inject('/api/v1/session/provider');
  expect(gone.headers.location).toBe('/dashboard?sign_in_fault=provider_failed');
});

it('is not there where the server has no provider', async () => {
  const without = await new Fake().open();
  for (const url of ['/api/v1/session/provider', callback])
    expect((await without.app.inject(url)).statusCode).toBe(404);
  await without.app.close();
});

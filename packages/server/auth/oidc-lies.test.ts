import type { ServerResponse } from 'node:http';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { oidcSettings } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Oidc } from './oidc.js';
import { Liar } from './testing/liar.js';

let liar: Liar;
let faults: string[];
let oidc: Oidc;

beforeEach(async () => {
  liar = await new Liar().open();
  faults = [];
  oidc = made(liar.issuer);
});
afterEach(() => {
  liar.close();
});

function made(issuer: string): Oidc {
  const settings = oidcSettings.parse({
    issuer,
    client_id: 'hubscope',
    client_secret: 'the secret of the client',
    url: 'http://127.0.0.1:9',
    roles: { admin: ['admins'], viewer: ['staff'] },
  });
  const clock = new SimulatedClock(millis(Date.now()));
  return new Oidc(settings, clock, (reason) => faults.push(reason), 0.3);
}

async function wayBack(over: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { url, browser } = await oidc.begin('a');
  return oidc.finish(liar.returning(url, over), browser);
}

it('takes in whom it tells of truly', async () => {
  expect(await wayBack()).toMatchObject({ name: 'Ada', role: 'viewer' });
  expect(faults).toEqual([]);
});

describe('a provider that lies', () => {
  const ago = Math.floor(Date.now() / 1000) - 3600;
  it.each<[string, () => void]>([
    ['another issuer in the token', () => (liar.claims = { iss: 'https://id.example' })],
    ['another client in the token', () => (liar.claims = { aud: 'other' })],
    ['two clients and no party', () => (liar.claims = { aud: ['hubscope', 'other'] })],
    ['another party', () => (liar.claims = { aud: ['hubscope', 'other'], azp: 'other' })],
    ['another nonce', () => (liar.claims = { nonce: 'other' })],
    ['no nonce', () => (liar.claims = { nonce: undefined })],
    ['a token that is over', () => (liar.claims = { iat: ago, exp: ago + 60 })],
    ['a token without an end', () => (liar.claims = { exp: undefined })],
    ['a token of nobody', () => (liar.claims = { sub: undefined })],
    ['a token that nobody signed', () => (liar.algorithm = 'none')],
    ['a token that somebody else signed', () => (liar.forged = true)],
    ['somebody else in userinfo', () => (liar.userinfo = { sub: 'eve', groups: ['admins'] })],
    ['no token', () => liar.instead.set('/token', (response) => response.end('{}'))],
    ['a page in place of tokens', () => liar.instead.set('/token', (response) => response.end('<html>'))],
    ['an endless answer', () => liar.instead.set('/token', endless)],
    ['a redirect elsewhere', () => liar.instead.set('/token', elsewhere)],
  ])('with %s opens nothing', async (_, lie) => {
    lie();
    await expect(wayBack()).rejects.toMatchObject({ code: 'provider_failed' });
    expect(faults).toHaveLength(1);
    expect(faults.join()).not.toContain('the secret');
    expect(liar.asked).not.toContain('/elsewhere');
  });

  it('in the address of the way back opens nothing and is asked for no token', async () => {
    await expect(wayBack({ iss: 'https://id.example' })).rejects.toMatchObject({ code: 'provider_failed' });
    await expect(wayBack({ state: 'other' })).rejects.toMatchObject({ code: 'sign_in_expired' });
    await expect(wayBack({ error: 'access_denied' })).rejects.toMatchObject({ code: 'sign_in_refused' });
    expect(liar.asked).not.toContain('/token');
  });

  it.each<[string, Record<string, unknown>]>([
    ['issuer', { issuer: 'https://id.example' }],
    ['addresses', { token_endpoint: 'file:///etc/passwd' }],
  ])('in its %s at discovery opens nothing', async (_, metadata) => {
    liar.metadata = metadata;
    await expect(wayBack()).rejects.toMatchObject({ code: 'provider_failed' });
  });

  it('gives nobody more by userinfo than by the signed token', async () => {
    liar.userinfo = { groups: ['admins'] };
    expect(await wayBack()).toMatchObject({ role: 'viewer' });
  });
});

describe('a provider that is not there', () => {
  it('fails who signs in, and is asked again by the next one', async () => {
    liar.close();
    const gone = made(liar.issuer);
    for (let n = 0; n < 2; n += 1)
      await expect(gone.begin('a')).rejects.toMatchObject({ code: 'provider_failed' });
    expect(faults).toEqual([expect.stringContaining('ECONNREFUSED'), expect.anything()]);
  });

  it.each(['/.well-known/openid-configuration', '/token', '/keys', '/userinfo'])(
    'or hangs at %s fails who signs in, and nobody after it was there again',
    async (path) => {
      liar.instead.set(path, () => undefined);
      await expect(wayBack()).rejects.toMatchObject({ code: 'provider_failed' });
      liar.instead.clear();
      expect(await wayBack()).toMatchObject({ name: 'Ada' });
    },
  );

  it('is asked for no more than twenty at once, and takes nobody’s way back from them', async () => {
    liar.instead.set('/token', () => undefined);
    const left = await Promise.all(Array.from({ length: 21 }, () => oidc.begin('a')));
    const back = left.map(({ url, browser }) => oidc.finish(liar.returning(url), browser));
    const codes = (await Promise.allSettled(back)).map((each) =>
      each.status === 'rejected' ? (each.reason as { code: string }).code : 'in',
    );
    expect(codes.filter((each) => each === 'too_many_requests')).toHaveLength(1);
    liar.instead.clear();
    const [last] = left.slice(-1);
    expect(await oidc.finish(liar.returning(last?.url ?? ''), last?.browser)).toMatchObject({ name: 'Ada' });
  });
});

function endless(response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  const more = (): void => {
    while (response.write(Buffer.alloc(65_536, ' ')));
    response.once('drain', more);
  };
  more();
}

function elsewhere(response: ServerResponse): void {
  response.writeHead(307, { location: '/elsewhere' }).end();
}

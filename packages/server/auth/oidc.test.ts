import { millis, SimulatedClock } from '@hubscope/core/time';
import { oidcSettings, type OidcSettings } from '@hubscope/core/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Oidc } from './oidc.js';
import { openProvider, signedInAs, type Opened } from './testing/provider.js';

const back = 'http://127.0.0.1:9/api/v1/session/provider/callback';
const secret = 'a secret of some length';
const people: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ada: { preferred_username: 'Ada', groups: ['staff', 'admins'] },
  eve: { preferred_username: 'Eve', groups: ['guests'] },
};

let provider: Opened;
let settings: OidcSettings;
let clock: SimulatedClock;
let faults: string[];
let oidc: Oidc;

beforeAll(async () => {
  provider = await openProvider({
    clients: [{ client_id: 'hubscope', client_secret: secret, redirect_uris: [back] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
  settings = oidcSettings.parse({
    issuer: provider.issuer,
    client_id: 'hubscope',
    client_secret: secret,
    url: 'http://127.0.0.1:9',
    roles: { admin: ['admins'], operator: ['staff'] },
  });
});
afterAll(() => {
  provider.close();
});
beforeEach(() => {
  clock = new SimulatedClock(millis(Date.now()));
  faults = [];
  oidc = new Oidc(settings, clock, (reason) => faults.push(reason));
});

describe('who signs in at a real provider', () => {
  it('comes back with their name and the role of their claims, once', async () => {
    const { url, browser } = await oidc.begin('a');
    const query = await signedInAs('ada', url, back);
    expect(await oidc.finish(query, browser)).toEqual({
      subject: `${settings.issuer} ada`,
      name: 'Ada',
      role: 'admin',
    });
    await expect(oidc.finish(query, browser)).rejects.toMatchObject({ code: 'sign_in_expired' });
    expect(faults).toEqual([]);
  });

  it('stays outside whom no claim gives a role', async () => {
    const { url, browser } = await oidc.begin('a');
    const query = await signedInAs('eve', url, back);
    await expect(oidc.finish(query, browser)).rejects.toMatchObject({ code: 'no_role' });
  });

  it('is not let in in another browser, after ten minutes, or with another code', async () => {
    const { url } = await oidc.begin('a');
    const query = await signedInAs('ada', url, back);
    await expect(oidc.finish(query, 'hsl_other')).rejects.toMatchObject({ code: 'sign_in_expired' });
    const late = await oidc.begin('a');
    const lateQuery = await signedInAs('ada', late.url, back);
    clock.advance(600_000);
    await expect(oidc.finish(lateQuery, late.browser)).rejects.toMatchObject({ code: 'sign_in_expired' });
    const forged = await oidc.begin('a');
    const parts = new URLSearchParams(await signedInAs('ada', forged.url, back));
    parts.set('code', 'forged');
    await expect(oidc.finish(parts.toString(), forged.browser)).rejects.toMatchObject({
      code: 'provider_failed',
    });
    expect(faults).toHaveLength(1);
    expect(faults.join()).toContain('invalid_grant');
    expect(faults.join()).not.toMatch(/forged|a secret/);
  });

  it('can not be somebody who left from another browser and was lured back here', async () => {
    const [own, other] = [await oidc.begin('a'), await oidc.begin('b')];
    const query = await signedInAs('eve', other.url, back);
    await expect(oidc.finish(query, own.browser)).rejects.toMatchObject({ code: 'sign_in_expired' });
  });

  it('are so many from one address in ten minutes, and has to wait past it', async () => {
    for (let n = 0; n < 500; n += 1) await oidc.begin('a');
    await expect(oidc.begin('a')).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 60 });
    expect((await oidc.begin('b')).url).toContain('code_challenge_method=S256');
    clock.advance(600_000);
    expect((await oidc.begin('a')).browser).not.toBe('');
  });
});

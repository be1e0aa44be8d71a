import { millis, SimulatedClock } from '@hubscope/core/time';
import { describe, expect, it, vi } from 'vitest';
import { Access, type AccessOptions } from './access.js';
import { KeptRecords } from './testing/kept-records.js';

/* All secrets look the same once they are hashed: what is let in now was compared by nothing but its hash. */
vi.mock(import('./secret.js'), async (original) => ({ ...(await original()), digestOf: () => 'the same' }));
/** The hashes against which passwords were checked. */
const verified = vi.hoisted((): string[] => []);
vi.mock(import('@node-rs/argon2'), async (original) => {
  const argon = await original();
  const verify: typeof argon.verify = (...of) => {
    verified.push(String(of[0]));
    return argon.verify(...of);
  };
  return { ...argon, verify };
});

async function opened(over: Partial<AccessOptions> = {}): Promise<Access> {
  const access = new Access({
    clock: new SimulatedClock(millis(1_700_000_000_000)),
    records: new KeptRecords(),
    guarded: true,
    publicView: false,
    adminKey: null,
    oidc: null,
    limits: { address: null, key: null },
    log: { error: (message) => expect.fail(message) },
    ...over,
  });
  await access.restore();
  return access;
}

const address = '10.0.0.1';
const key = { name: 'a', scopes: ['read' as const], hubs: null, expires_in: null };
const password = 'a long enough one';

describe('how long a check takes tells nothing of the secret, since only its hash is compared:', () => {
  it('a key', async () => {
    const access = await opened();
    await access.keys.create(key, 'a');
    expect(access.grantOf({ authorization: 'Bearer hsk_wrong', address }).scopes).toEqual(['read']);
  });

  it('the key of the configuration', async () => {
    const access = await opened({ adminKey: 'x'.repeat(32) });
    expect(access.grantOf({ authorization: 'Bearer hsk_wrong', address }).scopes).toContain('admin');
  });

  it('a share link', async () => {
    const access = await opened();
    await access.shares.create(key, 'a');
    expect(access.openShare('hsv_wrong', undefined, address).grant.scopes).toEqual(['read']);
  });

  it('the link of the first admin, and a session', async () => {
    const access = await opened();
    access.firstLink();
    await access.firstSignIn({ link: 'hsl_wrong', name: 'ada', password }, address);
    const cookie = `${access.cookie}=hss_wrong`;
    expect(access.grantOf({ cookie, address }).who).toBe('ada');
  });
});

it('a name that is not there costs the same work as a wrong password', async () => {
  const access = await opened();
  access.firstLink();
  await access.firstSignIn({ link: 'any', name: 'ada', password }, address);
  const work = async (name: string): Promise<string[]> => {
    verified.length = 0;
    const wrong = access.signIn({ name, password: 'a wrong password' }, address);
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_password' });
    // Algorithm, version and parameters: what comes after them is salt and digest.
    return verified.map((hash) => hash.split('$').slice(0, 4).join('$'));
  };
  const known = await work('ada');
  expect(known).toHaveLength(1);
  expect(await work('nobody')).toEqual(known);
});

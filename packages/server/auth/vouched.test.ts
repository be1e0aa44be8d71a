import { millis, SimulatedClock } from '@hubscope/core/time';
import { beforeEach, describe, expect, it } from 'vitest';
import { Access } from './access.js';
import { sessionCookie } from './credentials.js';
import { KeptRecords } from './testing/kept-records.js';

const password = 'correct horse battery';
let clock: SimulatedClock;
let records: KeptRecords;

beforeEach(() => {
  clock = new SimulatedClock(millis(1_700_000_000_000));
  records = new KeptRecords();
});

async function opened(): Promise<Access> {
  const log = { error: (message: string) => expect.fail(message) };
  const how = {
    guarded: true,
    publicView: false,
    adminKey: null,
    oidc: null,
    limits: { address: null, key: null },
  };
  const access = new Access({ clock, records, log, ...how });
  await access.restore();
  return access;
}

const cookieOf = (secret: string) => ({ cookie: `${sessionCookie}=${secret}`, address: '10.0.0.1' });

describe('somebody for whom a provider vouches', () => {
  const ada = { subject: 'https://id.example ada', name: 'Ada', role: 'operator' as const };

  it('is taken up, stays the same by another name, and for twelve hours', async () => {
    const access = await opened();
    const { secret, grant } = await access.users.signInAs(ada);
    expect([grant.who, grant.scopes]).toEqual(['Ada', ['operate']]);
    await access.users.signInAs({ ...ada, name: 'Ada L' });
    const restarted = await opened();
    expect(restarted.users.list()).toMatchObject([{ name: 'Ada', role: 'operator' }]);
    clock.advance(12 * 3_600_000 - 1);
    for (const each of [access, restarted]) expect(each.grantOf(cookieOf(secret)).who).toBe('Ada');
    clock.advance(1);
    for (const each of [access, restarted]) expect(() => each.grantOf(cookieOf(secret))).toThrow();
  });

  it('is shown out where they have another role now', async () => {
    const access = await opened();
    const before = await access.users.signInAs({ ...ada, role: 'admin' });
    const after = await access.users.signInAs({ ...ada, role: 'viewer' });
    expect([before.grant.ended, after.grant.ended, after.grant.scopes]).toEqual([true, false, ['read']]);
    expect((await opened()).grantOf(cookieOf(after.secret)).scopes).toEqual(['read']);
  });

  it('becomes nobody who has a password, and has none', async () => {
    const access = await opened();
    await access.users.create({ name: 'Ada', password, role: 'admin' });
    await expect(access.users.signInAs(ada)).rejects.toMatchObject({ code: 'name_taken' });
    await access.users.signInAs({ ...ada, name: 'Bob' });
    await expect(access.signIn({ name: 'Bob', password: 'null' }, 'a')).rejects.toMatchObject({
      code: 'wrong_password',
    });
  });
});

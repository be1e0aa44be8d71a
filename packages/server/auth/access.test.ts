import { covers, type Credentials } from '@hubscope/core/access';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { beforeEach, describe, expect, it } from 'vitest';
import { Access, type AccessOptions } from './access.js';
import { KeptRecords } from './testing/kept-records.js';

const start = 1_700_000_000_000;
const day = 86_400_000;
let clock: SimulatedClock;
let records: KeptRecords;

beforeEach(() => {
  clock = new SimulatedClock(millis(start));
  records = new KeptRecords();
});

async function opened(over: Partial<AccessOptions> = {}): Promise<Access> {
  const log = { error: (message: string) => expect.fail(message) };
  const access = new Access({
    clock,
    records,
    guarded: true,
    publicView: false,
    adminKey: null,
    oidc: null,
    limits: { address: null, key: null },
    log,
    ...over,
  });
  await access.restore();
  return access;
}

const bearer = (secret: string, address = '10.0.0.1'): Credentials => ({
  authorization: `Bearer ${secret}`,
  address,
});
const nothing: Credentials = { address: '10.0.0.1' };
const cookieOf = (access: Access, secret: string): Credentials => ({
  cookie: `theme=dark; ${access.cookie}=${secret}`,
  address: '10.0.0.1',
});
const password = 'a long enough one';

describe('scopes', () => {
  it.each([
    ['ingest', ['ingest']],
    ['read', ['read']],
    ['operate', ['read', 'operate']],
    ['admin', ['ingest', 'read', 'operate', 'admin']],
  ] as const)('%s covers %j and nothing else', (held, covered) => {
    const all = ['ingest', 'read', 'operate', 'admin'] as const;
    expect(all.filter((each) => covers([held], each))).toEqual(covered);
  });
});

describe('a server on loopback', () => {
  it('asks nobody for anything, and takes what is shown as nothing', async () => {
    const access = await opened({ guarded: false });
    for (const shown of [nothing, bearer('whatever')])
      expect(access.grantOf(shown).scopes).toEqual(['admin']);
    expect(access.firstLink()).toBeNull();
  });
});

describe('a server that is guarded', () => {
  it('refuses who shows nothing, unless the view is public', async () => {
    const access = await opened();
    expect(() => access.grantOf(nothing)).toThrow(expect.objectContaining({ code: 'unauthorized' }));
    const open = await opened({ publicView: true });
    expect([open.grantOf(nothing).scopes, open.public]).toEqual([['read'], true]);
    expect(() => open.grantOf(bearer('hsk_wrong'))).toThrow(
      expect.objectContaining({ code: 'unauthorized' }),
    );
  });

  it('lets in by a key as Bearer and as the password of Basic, and by the key of the configuration', async () => {
    const adminKey = 'x'.repeat(40);
    const access = await opened({ adminKey });
    const { secret } = await access.keys.create(
      { name: 'ci', scopes: ['read'], hubs: null, expires_in: null },
      'Ada',
    );
    expect(access.grantOf(bearer(secret))).toMatchObject({ who: 'key ci', scopes: ['read'] });
    const authorization = `basic ${Buffer.from(`any:${secret}`).toString('base64')}`;
    expect(access.grantOf({ authorization, address: 'a' })).toMatchObject({ who: 'key ci' });
    expect(access.grantOf(bearer(adminKey)).scopes).toEqual(['admin']);
  });

  it.each([
    ['another scheme', 'Digest abc'],
    ['no token', 'Bearer'],
    ['an empty header', ''],
    ['a token of a megabyte', `Bearer ${'x'.repeat(1_000_000)}`],
    ['Basic without a colon', `Basic ${Buffer.from('nothing').toString('base64')}`],
    ['a name of an object’s own', 'Bearer __proto__'],
  ])('refuses %s', async (_, authorization) => {
    const access = await opened();
    expect(() => access.grantOf({ authorization, address: 'a' })).toThrow(
      expect.objectContaining({ code: 'unauthorized' }),
    );
  });

  it('keeps no secret and no password', async () => {
    const access = await opened();
    const link = access.firstLink() ?? '';
    const { secret } = await access.keys.create(
      { name: 'ci', scopes: ['read'], hubs: null, expires_in: null },
      'Ada',
    );
    const session = await access.firstSignIn({ link, name: 'Ada', password }, 'a');
    for (const each of [secret, session.secret, link, password]) expect(records.text).not.toContain(each);
    expect(JSON.stringify([access.keys.list(), access.users.list()])).not.toMatch(/digest|hash/);
  });
});

describe('a key', () => {
  it('outlives a restart, and ends when its time is over', async () => {
    const { secret } = await (
      await opened()
    ).keys.create({ name: 'ci', scopes: ['read'], hubs: null, expires_in: 3600 }, 'A');
    const access = await opened();
    expect(access.grantOf(bearer(secret)).who).toBe('key ci');
    clock.advance(3_600_000);
    expect(() => access.grantOf(bearer(secret))).toThrow(expect.objectContaining({ code: 'unauthorized' }));
  });

  it('that is taken back ends the grant of who came in by it, at once and after a restart', async () => {
    const access = await opened();
    const { id, secret } = await access.keys.create(
      { name: 'ci', scopes: ['read'], hubs: null, expires_in: null },
      'A',
    );
    const grant = access.grantOf(bearer(secret));
    await access.keys.revoke(id);
    expect(grant.ended).toBe(true);
    for (const each of [access, await opened()]) expect(() => each.grantOf(bearer(secret))).toThrow();
    await expect(access.keys.revoke(id)).rejects.toMatchObject({ code: 'unknown_key' });
  });

  it('that got another secret takes the one before for the overlap and no longer', async () => {
    const access = await opened();
    const { id, secret } = await access.keys.create(
      { name: 'ci', scopes: ['read'], hubs: null, expires_in: null },
      'A',
    );
    const next = await access.keys.rotate(id, 60);
    const restarted = await opened();
    for (const each of [access, restarted])
      expect([each.grantOf(bearer(secret)).who, each.grantOf(bearer(next.secret)).who]).toEqual([
        'key ci',
        'key ci',
      ]);
    clock.advance(60_000);
    for (const each of [access, restarted]) {
      expect(() => each.grantOf(bearer(secret))).toThrow();
      expect(each.grantOf(bearer(next.secret)).ended).toBe(false);
    }
    const last = await access.keys.rotate(id, 0);
    expect(() => access.grantOf(bearer(next.secret))).toThrow();
    expect(access.grantOf(bearer(last.secret)).who).toBe('key ci');
  });

  it('says when it was last used, to the minute', async () => {
    const access = await opened();
    const { secret } = await access.keys.create(
      { name: 'ci', scopes: ['read'], hubs: null, expires_in: null },
      'A',
    );
    expect(access.keys.list()[0]?.last_used_at).toBeNull();
    access.grantOf(bearer(secret));
    clock.advance(30_000);
    access.grantOf(bearer(secret));
    expect((await opened()).keys.list()[0]?.last_used_at).toBe(start);
    clock.advance(30_000);
    access.grantOf(bearer(secret));
    expect((await opened()).keys.list()[0]?.last_used_at).toBe(start + 60_000);
  });
});

describe('the link for the first admin', () => {
  it('is good once, for an hour, and only while there is none', async () => {
    const access = await opened();
    const link = access.firstLink() ?? '';
    await expect(access.firstSignIn({ link: 'hsl_x', name: 'Eve', password }, 'a')).rejects.toMatchObject({
      code: 'link_used',
    });
    const { secret, grant } = await access.firstSignIn({ link, name: 'Ada', password }, 'a');
    expect(grant).toMatchObject({ who: 'Ada', scopes: ['admin'] });
    expect(access.grantOf(cookieOf(access, secret)).who).toBe('Ada');
    await expect(access.firstSignIn({ link, name: 'Eve', password }, 'a')).rejects.toMatchObject({
      code: 'link_used',
    });
    expect([access.firstLink(), (await opened()).firstLink()]).toEqual([null, null]);
  });

  it('is too old after an hour', async () => {
    const access = await opened();
    const link = access.firstLink() ?? '';
    clock.advance(3_600_000);
    await expect(access.firstSignIn({ link, name: 'Ada', password }, 'a')).rejects.toMatchObject({
      code: 'link_used',
    });
  });
});

describe('people', () => {
  async function withAda(): Promise<Access> {
    const access = await opened();
    await access.users.create({ name: 'Ada', password, role: 'admin' });
    return access;
  }

  it('stay signed in through a restart, for two weeks', async () => {
    const access = await withAda();
    const { secret } = await access.signIn({ name: 'Ada', password }, 'a');
    const restarted = await opened();
    expect(restarted.grantOf(cookieOf(access, secret)).who).toBe('Ada');
    clock.advance(14 * day);
    for (const each of [access, restarted]) expect(() => each.grantOf(cookieOf(access, secret))).toThrow();
    expect(() => access.grantOf(cookieOf(access, `${secret}x`))).toThrow();
  });

  it('who sign out are out, and nobody else', async () => {
    const access = await withAda();
    const [one, other] = [
      await access.signIn({ name: 'Ada', password }, 'a'),
      await access.signIn({ name: 'Ada', password }, 'a'),
    ];
    await access.signOut(cookieOf(access, one.secret).cookie);
    expect([one.grant.ended, other.grant.ended]).toEqual([true, false]);
    expect(access.grantOf(cookieOf(access, other.secret)).who).toBe('Ada');
  });

  it('who are removed are out at once; the last admin stays', async () => {
    const access = await withAda();
    await access.users.create({ name: 'Bob', password, role: 'viewer' });
    await expect(access.users.create({ name: 'Bob', password, role: 'viewer' })).rejects.toMatchObject({
      code: 'name_taken',
    });
    const { grant, secret } = await access.signIn({ name: 'Bob', password }, 'a');
    expect(grant.scopes).toEqual(['read']);
    await access.users.remove('Bob');
    expect(grant.ended).toBe(true);
    expect(() => access.grantOf(cookieOf(access, secret))).toThrow();
    await expect(access.users.remove('Ada')).rejects.toMatchObject({ code: 'last_admin' });
    await expect(access.users.remove('Eve')).rejects.toMatchObject({ code: 'unknown_user' });
  });

  it('are told the same of a wrong name and of a wrong password, and have to wait after ten', async () => {
    const access = await withAda();
    for (const name of ['Ada', 'Eve'])
      await expect(access.signIn({ name, password: 'wrong' }, 'a')).rejects.toMatchObject({
        code: 'wrong_password',
      });
    for (let n = 0; n < 9; n += 1)
      await access.signIn({ name: 'Ada', password: 'wrong' }, `b${String(n)}`).catch(() => null);
    await expect(access.signIn({ name: 'Ada', password }, 'c')).rejects.toMatchObject({
      code: 'too_many_requests',
      retryAfterSeconds: 300,
    });
    clock.advance(300_000);
    expect((await access.signIn({ name: 'Ada', password }, 'c')).grant.who).toBe('Ada');
    expect(access.audit.list(3).map(({ who, what }) => `${who} ${what}`)).toEqual([
      'Ada signed in',
      'Ada failed to sign in',
      'Ada failed to sign in',
    ]);
  });

  it('who guess keys are told to wait; who holds a good one is not', async () => {
    const access = await opened();
    const { secret } = await access.keys.create(
      { name: 'ci', scopes: ['read'], hubs: null, expires_in: null },
      'A',
    );
    const codes = Array.from({ length: 12 }, () => {
      try {
        access.grantOf(bearer('hsk_guess'));
        return '';
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    expect(codes.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 'unauthorized'));
    expect(codes.at(-1)).toBe('too_many_requests');
    expect(access.grantOf(bearer(secret)).who).toBe('key ci');
  });
});

it('a guesser has one network of IPv6, not each address in it', async () => {
  const access = await opened();
  for (let n = 0; n < 9; n += 1)
    expect(() => access.grantOf(bearer('hsk_guess', `2001:db8::${String(n)}`))).toThrow(
      expect.objectContaining({ code: 'unauthorized' }),
    );
  expect(() => access.grantOf(bearer('hsk_guess', '2001:db8::ff'))).toThrow(
    expect.objectContaining({ code: 'too_many_requests' }),
  );
});

describe('a share link', () => {
  const asked = { name: 'the board', scopes: ['read' as const], hubs: ['shop'], expires_in: 3600 };

  it('lets who opens it look at its hubs, through a restart, until it ends', async () => {
    const access = await opened();
    const { secret } = await access.shares.create(asked, 'Ada');
    const found = access.openShare(secret, undefined, 'a');
    expect(found).toMatchObject({
      secret,
      grant: { who: 'the share link the board', scopes: ['read'], hubs: ['shop'] },
    });
    const restarted = await opened();
    for (const each of [access, restarted])
      expect(each.grantOf(cookieOf(each, secret)).who).toBe('the share link the board');
    expect([restarted.keys.list(), restarted.shares.list()]).toMatchObject([[], [{ name: 'the board' }]]);
    clock.advance(3_600_000);
    for (const each of [access, restarted]) {
      expect(() => each.grantOf(cookieOf(each, secret))).toThrow();
      expect(() => each.openShare(secret, undefined, 'a')).toThrow(
        expect.objectContaining({ code: 'share_link_ended' }),
      );
    }
    expect(access.audit.list(2)).toMatchObject([
      { who: '', what: 'failed to open a share link' },
      { who: 'the share link the board', what: 'opened a share link' },
    ]);
  });

  it('that is taken back shows out who looks by it', async () => {
    const access = await opened();
    const { id, secret } = await access.shares.create(asked, 'Ada');
    const { grant } = access.openShare(secret, undefined, 'a');
    await access.shares.revoke(id);
    expect(grant.ended).toBe(true);
    await expect(access.shares.revoke(id)).rejects.toMatchObject({ code: 'unknown_share_link' });
  });

  it('changes nothing for who has signed in, and is no key in a cookie', async () => {
    const access = await opened();
    await access.users.create({ name: 'Ada', password, role: 'admin' });
    const { secret } = await access.signIn({ name: 'Ada', password }, 'a');
    const link = (await access.shares.create(asked, 'Ada')).secret;
    const found = access.openShare(link, cookieOf(access, secret).cookie, 'a');
    expect([found.secret, found.grant.who]).toEqual([null, 'Ada']);
    const key = await access.keys.create({ ...asked, expires_in: null }, 'Ada');
    expect(() => access.grantOf(cookieOf(access, key.secret))).toThrow();
    expect(() => access.openShare(key.secret, undefined, 'a')).toThrow();
  });

  it('can not be guessed', async () => {
    const access = await opened();
    const codes = Array.from({ length: 12 }, () => {
      try {
        access.openShare('hsv_guess', undefined, 'a');
        return '';
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    expect([codes[0], codes.at(-1)]).toEqual(['share_link_ended', 'too_many_requests']);
  });

  it('is forgotten a week after its end, when the next one is made', async () => {
    const access = await opened();
    await access.shares.create(asked, 'Ada');
    clock.advance(8 * day);
    await access.shares.create({ ...asked, name: 'next' }, 'Ada');
    for (const each of [access, await opened()])
      expect(each.shares.list().map(({ name }) => name)).toEqual(['next']);
  });
});

describe('the audit', () => {
  it('keeps the newest ten thousand entries, through a restart', async () => {
    const access = await opened();
    for (let n = 0; n < 10_005; n += 1)
      access.audit.note({ who: 'Ada', address: 'a', what: `thing ${String(n)}`, subject: null });
    const restarted = await opened();
    const all = restarted.audit.list(20_000);
    expect([all.length, all[0]?.what, all.at(-1)?.what]).toEqual([10_000, 'thing 10004', 'thing 5']);
  });
});

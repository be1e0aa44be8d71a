import { millis, SimulatedClock } from '@hubscope/core/time';
import { expect, it } from 'vitest';
import { Access } from './access.js';
import { sessionCookie } from './credentials.js';
import { newSecret } from './secret.js';
import { KeptRecords } from './testing/kept-records.js';

const password = 'correct horse battery';
const refused = expect.objectContaining({ code: 'unauthorized' }) as unknown;

it('a cookie that somebody planted before signing in is never good, and each signing in has its own', async () => {
  const access = new Access({
    clock: new SimulatedClock(millis(1_700_000_000_000)),
    records: new KeptRecords(),
    log: { error: (message: string) => expect.fail(message) },
    guarded: true,
    publicView: false,
    adminKey: null,
    oidc: null,
    limits: { address: null, key: null },
  });
  const planted = newSecret('session');
  const shown = (secret: string) => ({ cookie: `${sessionCookie}=${secret}`, address: '192.0.2.1' });
  await access.users.create({ name: 'Ada', password, role: 'admin' });
  const [one, two] = [
    await access.signIn({ name: 'Ada', password }, '192.0.2.1'),
    await access.signIn({ name: 'Ada', password }, '192.0.2.1'),
  ];
  expect(new Set([planted, one.secret, two.secret]).size).toBe(3);
  expect(() => access.grantOf(shown(planted))).toThrow(refused);
  // Of two cookies of one name the first counts, which browsers send for the longer path: it opens nothing, and is nobody else.
  const both = { ...shown(planted), cookie: `${sessionCookie}=${planted}; ${sessionCookie}=${one.secret}` };
  expect(() => access.grantOf(both)).toThrow(refused);
  await access.signOut(shown(one.secret).cookie);
  expect(() => access.grantOf(shown(one.secret))).toThrow(refused);
  expect(access.grantOf(shown(two.secret)).who).toBe('Ada');
});

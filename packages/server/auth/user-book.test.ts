import { millis, SimulatedClock } from '@hubscope/core/time';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HeldRecords } from './testing/held-records.js';
import { UserBook } from './user-book.js';

/* The password's check as it is, and a word when it is done. */
const checked = vi.hoisted(() => ({ told: (): void => undefined }));
vi.mock(import('./password.js'), async (original) => {
  const real = await original();
  const isPassword: typeof real.isPassword = async (...of) => {
    const right = await real.isPassword(...of);
    setImmediate(checked.told);
    return right;
  };
  return { ...real, isPassword };
});

const password = 'a long enough one';
let clock: SimulatedClock;
let records: HeldRecords;
let users: UserBook;

beforeEach(async () => {
  clock = new SimulatedClock(millis(1_700_000_000_000));
  records = new HeldRecords();
  users = await opened();
  await users.create({ name: 'Ada', password, role: 'admin' });
  await users.create({ name: 'Bob', password, role: 'admin' });
});

async function opened(): Promise<UserBook> {
  const book = new UserBook(clock, records);
  await book.restore((id, why) => expect.fail(`${id}: ${why}`));
  return book;
}

const namesOf = (book: UserBook): string[] => book.list().map(({ name }) => name);

describe('somebody who is removed', () => {
  it('can not sign in while that is written down, nor after a restart', async () => {
    const reached = records.hold();
    const removed = users.remove('Bob');
    await reached;
    const rightPassword = new Promise<void>((resolve) => (checked.told = resolve));
    const signedIn = users.signIn('Bob', password).then(
      () => 'in',
      (error: unknown) => error,
    );
    await rightPassword;
    records.letGo();
    await removed;
    expect(await signedIn).toMatchObject({ code: 'wrong_password' });
    for (const book of [users, await opened()]) expect(namesOf(book)).toEqual(['Ada']);
  });

  it('is shown out of the session that was being written down', async () => {
    const reached = records.hold();
    const signedIn = users.signIn('Bob', password);
    await reached;
    const removed = users.remove('Bob');
    records.letGo();
    const [{ grant, secret }] = await Promise.all([signedIn, removed]);
    expect(grant.ended).toBe(true);
    for (const book of [users, await opened()])
      expect([namesOf(book), book.grant(secret)]).toEqual([['Ada'], null]);
  });
});

it('of two admins who are removed at once one stays', async () => {
  const reached = records.hold();
  const removed = Promise.allSettled([users.remove('Ada'), users.remove('Bob')]);
  await reached;
  records.letGo();
  expect(await removed).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { code: 'last_admin' } },
  ]);
  for (const book of [users, await opened()]) expect(namesOf(book)).toEqual(['Bob']);
});

it('of two people who are given one name at once one has it', async () => {
  const eve = { name: 'Eve', password, role: 'viewer' as const };
  const made = await Promise.allSettled([users.create(eve), users.create(eve)]);
  expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(namesOf(users)).toEqual(['Ada', 'Bob', 'Eve']);
});

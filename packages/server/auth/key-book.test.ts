import { millis, SimulatedClock } from '@hubscope/core/time';
import type { MadeKey } from '@hubscope/core/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeyBook } from './key-book.js';
import { HeldRecords } from './testing/held-records.js';

const asked = { name: 'ci', scopes: ['read' as const], hubs: null, expires_in: null };
let clock: SimulatedClock;
let records: HeldRecords;
let keys: KeyBook;
let made: MadeKey;

beforeEach(async () => {
  clock = new SimulatedClock(millis(1_700_000_000_000));
  records = new HeldRecords();
  keys = await opened();
  made = await keys.create(asked, 'Ada');
});

async function opened(): Promise<KeyBook> {
  const book = new KeyBook('key', clock, records, (error) => expect.fail(String(error)));
  await book.restore((id, why) => expect.fail(`${id}: ${why}`));
  return book;
}

/** Which of these secrets are good: now, and after a restart. */
async function good(...secrets: string[]): Promise<boolean[][]> {
  return [keys, await opened()].map((book) => secrets.map((secret) => book.grant(secret) !== null));
}

describe('a key that is used while the disk is slow', () => {
  it('stays revoked through a restart', async () => {
    const reached = records.hold();
    const revoked = keys.revoke(made.id);
    await reached;
    keys.grant(made.secret);
    records.letGo();
    await revoked;
    expect(await good(made.secret)).toEqual([[false], [false]]);
    expect((await opened()).list()).toEqual([]);
  });

  it('has the secret that it was told last, through a restart', async () => {
    const reached = records.hold();
    const rotated = keys.rotate(made.id, 0);
    await reached;
    keys.grant(made.secret);
    records.letGo();
    const { secret } = await rotated;
    expect(await good(made.secret, secret)).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it('says when it was last used by the first use after it', async () => {
    const reached = records.hold();
    const rotated = keys.rotate(made.id, 60);
    await reached;
    keys.grant(made.secret);
    records.letGo();
    await rotated;
    keys.grant(made.secret);
    expect((await opened()).list()).toMatchObject([{ last_used_at: clock.now() }]);
  });
});

describe('two changes of one key at once', () => {
  it.each([0, 60])('leave the secret that was told last, with an overlap of %i s', async (overlap) => {
    const [first, last] = await Promise.all([keys.rotate(made.id, overlap), keys.rotate(made.id, overlap)]);
    clock.advance(60_000);
    expect(await good(made.secret, first.secret, last.secret)).toEqual([
      [false, false, true],
      [false, false, true],
    ]);
    await keys.revoke(made.id);
    expect(await good(made.secret, first.secret, last.secret)).toEqual([
      [false, false, false],
      [false, false, false],
    ]);
  });

  it('end with its end, and what comes after that finds no key', async () => {
    const [rotated, revoked, late] = await Promise.allSettled([
      keys.rotate(made.id, 60),
      keys.revoke(made.id),
      keys.rotate(made.id, 60),
    ]);
    expect([revoked.status, late]).toMatchObject([
      'fulfilled',
      { status: 'rejected', reason: { code: 'unknown_key' } },
    ]);
    const secret = rotated.status === 'fulfilled' ? rotated.value.secret : expect.fail('not rotated');
    expect(await good(made.secret, secret)).toEqual([
      [false, false],
      [false, false],
    ]);
  });
});

import { millis, SimulatedClock } from '@hubscope/core/time';
import { beforeEach, describe, expect, it } from 'vitest';
import { Access } from './access.js';
import { Guesses, type Ending } from './guesses.js';
import { KeptRecords } from './testing/kept-records.js';

const password = 'a long enough one';
let clock: SimulatedClock;
beforeEach(() => {
  clock = new SimulatedClock(millis(1_700_000_000_000));
});

describe('tries that are under way', () => {
  const held = (retryAfterSeconds: number): unknown =>
    expect.objectContaining({ code: 'too_many_requests', retryAfterSeconds }) as unknown;
  const begun = (guesses: Guesses, count: number): ((ending: Ending) => void)[] =>
    Array.from({ length: count }, () => guesses.begin(['a', 'b']));

  it('are ten at most, and those that were wrong count on', () => {
    const guesses = new Guesses(clock);
    const tries = begun(guesses, 10);
    expect(() => guesses.begin(['b'])).toThrow(held(1));
    for (const end of tries) end('wrong');
    expect(() => guesses.begin(['a'])).toThrow(held(300));
    clock.advance(300_000);
    begun(guesses, 10);
  });

  it.each<[Ending, number]>([
    ['right', 10],
    ['unchecked', 5],
    ['wrong', 4],
  ])('that end %s after five wrong ones leave %i more', (ending, left) => {
    const guesses = new Guesses(clock);
    for (const end of begun(guesses, 5)) end('wrong');
    for (const end of begun(guesses, 1)) end(ending);
    begun(guesses, left);
    expect(() => guesses.begin(['a'])).toThrow(held(1));
  });

  it('count for nobody else, and for none of several where one has too many', () => {
    const guesses = new Guesses(clock);
    begun(guesses, 10);
    for (let n = 0; n < 20; n += 1) expect(() => guesses.begin(['c', 'a'])).toThrow(held(1));
    expect(() => guesses.begin(['c'])).not.toThrow();
  });
});

describe('signing in many times at once', () => {
  async function withAda(): Promise<Access> {
    const log = { error: (message: string) => expect.fail(message) };
    const how = { guarded: true, publicView: false, adminKey: null, oidc: null };
    const limits = { address: null, key: null };
    const access = new Access({ clock, records: new KeptRecords(), log, limits, ...how });
    await access.users.create({ name: 'Ada', password, role: 'admin' });
    return access;
  }
  const codesOf = async (tries: readonly Promise<unknown>[]): Promise<string[]> =>
    (await Promise.allSettled(tries)).map((each) =>
      each.status === 'rejected' ? (each.reason as { code: string }).code : 'in',
    );

  it('has no more than ten wrong passwords checked', async () => {
    const access = await withAda();
    const guessed = Array.from({ length: 20 }, (_, n) =>
      access.signIn({ name: 'Ada', password: `wrong ${String(n)}` }, `192.0.2.${String(n)}`),
    );
    const codes = await codesOf(guessed);
    expect(codes.filter((code) => code === 'wrong_password')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(10);
    await expect(access.signIn({ name: 'Ada', password }, '198.51.100.1')).rejects.toMatchObject({
      retryAfterSeconds: 300,
    });
  });

  it('lets in who has the right password in one of a few tries, and after them', async () => {
    const access = await withAda();
    const tried = ['wrong', 'wrong too', password, 'wrong again', password];
    const codes = await codesOf(tried.map((each) => access.signIn({ name: 'Ada', password: each }, 'a')));
    expect(codes).toEqual(['wrong_password', 'wrong_password', 'in', 'wrong_password', 'in']);
    expect((await access.signIn({ name: 'Ada', password }, 'a')).grant.who).toBe('Ada');
  });
});

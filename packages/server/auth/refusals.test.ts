import { millis, SimulatedClock } from '@hubscope/core/time';
import { oidcSettings, type AuditEntry, type OidcSettings } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Access } from './access.js';
import { Refusals } from './refusals.js';
import { KeptRecords } from './testing/kept-records.js';
import { Liar } from './testing/liar.js';

const hour = 3_600_000;
const address = '192.0.2.1';
let clock: SimulatedClock;
beforeEach(() => {
  clock = new SimulatedClock(millis(Date.now()));
});

function opened(oidc: OidcSettings | null = null): Access {
  const how = { guarded: true, publicView: false, adminKey: null, limits: { address: null, key: null } };
  return new Access({ clock, records: new KeptRecords(), log: { error: () => undefined }, oidc, ...how });
}

/** Does it so many times, whatever comes of it. */
function tried(count: number, what: (n: number) => unknown): void {
  for (let n = 0; n < count; n += 1)
    try {
      what(n);
    } catch {
      // Refused, as it should be.
    }
}

describe('who is refused after the provider', () => {
  let liar: Liar;
  let access: Access;
  beforeEach(async () => {
    liar = await new Liar().open();
    const asked = { issuer: liar.issuer, client_id: 'hubscope', url: 'http://127.0.0.1:9', name: 'Example' };
    access = opened(oidcSettings.parse({ ...asked, roles: { viewer: ['staff'] } }));
  });
  afterEach(() => {
    liar.close();
  });

  async function refused(lie: Readonly<Record<string, string>> = {}): Promise<AuditEntry[]> {
    const { url, browser } = await access.leaveForProvider(address);
    await expect(access.returnFromProvider(liar.returning(url, lie), browser, address)).rejects.toThrow();
    return access.audit.list(10);
  }

  const failed = { who: '', address, what: 'failed to sign in' };

  it('is in the audit with the reason, and by name where the provider told it', async () => {
    await refused({ state: 'other' });
    await refused({ error: 'access_denied' });
    liar.forged = true;
    await refused();
    liar.forged = false;
    liar.claims = { groups: [] };
    expect(await refused()).toMatchObject([
      { ...failed, who: 'Ada', subject: 'Example: no_role' },
      { ...failed, subject: 'Example: provider_failed' },
      { ...failed, subject: 'Example: sign_in_refused' },
      { ...failed, subject: 'Example: sign_in_expired' },
    ]);
  });

  it('is there too where somebody else has their name', async () => {
    await access.users.create({ name: 'Ada', password: 'a long enough one', role: 'viewer' });
    expect(await refused()).toMatchObject([{ ...failed, who: 'Ada', subject: 'Example: name_taken' }]);
  });

  it('is there ten times, however often they come back', async () => {
    for (let n = 0; n < 30; n += 1)
      await access.returnFromProvider('state=forged', undefined, address).catch(() => undefined);
    expect(access.audit.list(100)).toHaveLength(10);
  });
});

describe('who opens a link that is none', () => {
  it('is in the audit', async () => {
    const access = opened();
    access.firstLink();
    const first = { link: 'hsl_guess', name: 'Eve', password: 'a long enough one' };
    await expect(access.firstSignIn(first, address)).rejects.toMatchObject({ code: 'link_used' });
    expect(() => access.openShare('hsv_guess', undefined, address)).toThrow();
    expect(access.audit.list(10)).toMatchObject([
      { who: '', address, what: 'failed to open a share link', subject: null },
      { who: 'Eve', address, what: 'failed to sign in', subject: 'the link for the first admin' },
    ]);
  });

  it('is there ten times, and a crowd of them a hundred times', () => {
    const access = opened();
    tried(30, () => access.openShare('hsv_guess', undefined, address));
    expect(access.audit.list(1000)).toHaveLength(10);
    tried(5000, (n) => access.openShare('hsv_guess', undefined, `2001:db8:0:${n.toString(16)}::1`));
    expect(access.audit.list(1000)).toHaveLength(100);
  });
});

describe('who shows a wrong key', () => {
  const shown = (access: Access, from: string) =>
    access.grantOf({ authorization: 'Bearer hsk_x', address: from });

  it('is in the audit once an hour, without the key', () => {
    const access = opened();
    tried(100, () => shown(access, address));
    expect(access.audit.list(10)).toMatchObject([
      { who: '', address, what: 'showed a wrong key', subject: null },
    ]);
    clock.advance(hour);
    tried(100, () => shown(access, address));
    expect(access.audit.list(10)).toHaveLength(2);
    expect(JSON.stringify(access.audit.list(10))).not.toContain('hsk_');
  });

  it('leaves to others most of the audit, with however many addresses', () => {
    const access = opened();
    tried(5000, (n) => shown(access, `2001:db8:0:${n.toString(16)}::1`));
    expect(access.audit.list(1000)).toHaveLength(50);
    expect(() => access.openShare('hsv_guess', undefined, address)).toThrow();
    expect(access.audit.list(1)).toMatchObject([{ what: 'failed to open a share link' }]);
  });
});

it('one network of IPv6 is one address', () => {
  const noted: string[] = [];
  const audit = { note: ({ address: from }: { address: string }) => void noted.push(from) };
  const refusals = new Refusals(clock, audit, { each: 1, all: 10 });
  for (const from of ['2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'])
    refusals.note({ who: '', address: from, what: 'x', subject: null });
  expect(noted).toEqual(['2001:db8::1', '2001:db8:0:1::1']);
});

import { oidcSettings } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { nameOf, roleOf } from './claims.js';

const given = {
  issuer: 'https://id.example.com',
  client_id: 'hubscope',
  url: 'https://hubscope.example.com',
  roles: { admin: ['admins'], operator: ['staff'] },
};
const settings = oidcSettings.parse(given);
const refused = (code: string): unknown => expect.objectContaining({ code }) as unknown;

describe('what claims say', () => {
  it.each([
    [{ groups: ['staff', 'admins'] }, 'admin'],
    [{ groups: 'staff' }, 'operator'],
    [{ groups: [{ name: 'admins' }], sub: 'x' }, null],
    [{}, null],
    [{ groups: null }, null],
  ])('%j is %s', (claims, role) => {
    if (role === null) expect(() => roleOf(settings, claims)).toThrow(refused('no_role'));
    else expect(roleOf(settings, claims)).toBe(role);
  });

  it('gives everybody a role where the configuration says so', () => {
    const all = { ...settings, roles: { ...settings.roles, viewer: ['*'] } };
    expect([roleOf(all, {}), roleOf(all, { groups: ['admins'] })]).toEqual(['viewer', 'admin']);
  });

  it('stands at a path, or under a name with points, and nowhere that an object has by itself', () => {
    const role_claim = 'realm_access.roles';
    expect(roleOf({ ...settings, role_claim }, { realm_access: { roles: ['admins'] } })).toBe('admin');
    expect(roleOf({ ...settings, role_claim }, { [role_claim]: 'staff' })).toBe('operator');
    const named = {
      ...settings,
      role_claim: 'constructor.name',
      roles: { ...settings.roles, admin: ['Object'] },
    };
    expect(() => roleOf(named, {})).toThrow(refused('no_role'));
  });

  it('lets in verified addresses of the domains alone, where there are some', () => {
    const held = oidcSettings.parse({ ...given, email_domains: ['Example.com'], roles: { viewer: ['*'] } });
    expect(roleOf(held, { email: 'ada@EXAMPLE.com', email_verified: true })).toBe('viewer');
    for (const claims of [
      {},
      { email: 'ada@example.com' },
      { email: 'ada@example.com', email_verified: 'true' },
      { email: 'ada@example.com@evil.example', email_verified: true },
      { email: 'ada@sub.example.com', email_verified: true },
      { email: ['ada@example.com'], email_verified: true },
    ])
      expect(() => roleOf(held, claims)).toThrow(refused('email_not_allowed'));
  });

  it('gives no role by an address that is not verified', () => {
    const by = { ...settings, role_claim: 'email', roles: { ...settings.roles, admin: ['ada@example.com'] } };
    expect(roleOf(by, { email: 'Ada@example.com', email_verified: true })).toBe('admin');
    expect(() => roleOf(by, { email: 'ada@example.com' })).toThrow(refused('no_role'));
  });

  it.each([
    [{ preferred_username: ' Ada ', sub: 'x' }, 'Ada'],
    [{ preferred_username: '', email: 'ada@example.com', sub: 'x' }, 'ada@example.com'],
    [{ preferred_username: 7, sub: 'x' }, 'x'],
    [{ preferred_username: 'A\r\nda\u0000', sub: 'x' }, 'A\ufffd\ufffdda\ufffd'],
  ])('%j is called %s', (claims, name) => {
    expect(nameOf(settings, claims)).toBe(name);
  });
});

describe('the settings', () => {
  it.each([
    [{ issuer: 'http://id.example.com' }, 'https://'],
    [{ issuer: 'http://localhost.evil.example' }, 'https://'],
    [{ url: 'http://hubscope.example.com' }, 'https://'],
    [{ issuer: 'ldap://id.example.com' }, 'https://'],
    [{ roles: { root: ['x'] } }, 'root'],
    [{ roles: {} }, 'give nobody a role'],
    [{ scopes: ['profile'] }, 'must hold openid'],
  ])('can not be %j', (over, words) => {
    expect(oidcSettings.safeParse({ ...given, ...over }).error?.message).toContain(words);
  });
});

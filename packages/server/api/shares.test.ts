import type { Grant } from '@hubscope/core/access';
import { SimulatedClock, millis } from '@hubscope/core/time';
import { HubscopeError, type AccessKey, type NewKey } from '@hubscope/core/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Fake, now, openAccess } from './testing/fake.js';

let fake: Fake;
let made: AccessKey[];
let revoked: string[];

const key = ({ name, scopes, hubs, expires_in }: NewKey, by: string): AccessKey => ({
  id: `id of ${name}`,
  name,
  scopes,
  hubs,
  created_at: now,
  created_by: by,
  expires_at: now + (expires_in ?? 0) * 1000,
  last_used_at: null,
});

beforeEach(async () => {
  made = [];
  revoked = [];
  const grant: Grant = { who: 'Ada', scopes: ['operate'], hubs: null, expiresAt: null, ended: false };
  fake = await new Fake({
    clock: new SimulatedClock(millis(now)),
    access: {
      ...openAccess,
      guarded: true,
      grantOf: ({ authorization }) => {
        if (authorization === 'Bearer read') return { ...grant, scopes: ['read'] };
        return authorization === undefined ? grant : { ...grant, hubs: ['shop'] };
      },
      openShare: (link) => {
        if (link !== 'hsv_good') throw new HubscopeError('share_link_ended');
        return { secret: link, grant: { ...grant, scopes: ['read'], expiresAt: now + 60_000 } };
      },
      shares: {
        list: () => made,
        create: async (asked, by) => {
          made.push(key(asked, by));
          return { ...key(asked, by), secret: 'hsv_secret' };
        },
        revoke: async (id) => void revoked.push(id),
      },
    },
  }).open();
});
afterEach(() => fake.app.close());

const create = (payload: object, authorization?: string) =>
  fake.app.inject({
    method: 'POST',
    url: '/api/v1/shares',
    payload,
    headers: authorization === undefined ? {} : { authorization },
  });

it('a share link is for looking, ends after a week unless told otherwise, and is told once, in a fragment', async () => {
  const answer = await create({ name: 'the board', hubs: ['shop'] });
  expect([answer.statusCode, answer.json()]).toEqual([
    201,
    {
      id: 'id of the board',
      name: 'the board',
      hubs: ['shop'],
      created_at: now,
      created_by: 'Ada',
      expires_at: now + 604_800_000,
      last_used_at: null,
      path: '/dashboard#share=hsv_secret',
    },
  ]);
  expect(made[0]?.scopes).toEqual(['read']);
  expect((await fake.app.inject('/api/v1/shares')).body).not.toContain('hsv_');
});

it.each([
  [{ name: 'x', expires_in: null }],
  [{ name: 'x', expires_in: 31_536_001 }],
  [{ name: 'x', scopes: ['admin'] }],
  [{ name: 'x', hubs: [] }],
  [{ hubs: ['shop'] }],
])('none is made of %j', async (payload) => {
  expect((await create(payload)).statusCode).toBe(400);
});

it('who may only look makes, lists and takes back none', async () => {
  const headers = { authorization: 'Bearer read' };
  expect((await create({ name: 'x' }, headers.authorization)).statusCode).toBe(403);
  for (const method of ['GET', 'DELETE'] as const) {
    const url = method === 'GET' ? '/api/v1/shares' : '/api/v1/shares/x';
    expect((await fake.app.inject({ method, url, headers })).statusCode).toBe(403);
  }
});

it('who is for some hubs shares these alone, and knows of no other link', async () => {
  const authorization = 'Bearer shop';
  expect((await create({ name: 'a' }, authorization)).statusCode).toBe(403);
  expect((await create({ name: 'a', hubs: ['bank'] }, authorization)).statusCode).toBe(403);
  expect((await create({ name: 'a', hubs: ['shop'] }, authorization)).statusCode).toBe(201);
  await create({ name: 'all' });
  const listed = await fake.app.inject({ url: '/api/v1/shares', headers: { authorization } });
  expect(listed.json<AccessKey[]>().map(({ name }) => name)).toEqual(['a']);
  const revoke = (name: string) =>
    fake.app.inject({ method: 'DELETE', url: `/api/v1/shares/id of ${name}`, headers: { authorization } });
  expect([(await revoke('all')).statusCode, (await revoke('a')).statusCode]).toEqual([403, 204]);
  expect((await revoke('nothing')).json()).toMatchObject({ code: 'unknown_share_link' });
  expect(revoked).toEqual(['id of a']);
});

it('who opens one gets a cookie that ends with it', async () => {
  const open = (link: string) =>
    fake.app.inject({ method: 'POST', url: '/api/v1/session/share', payload: { link } });
  const good = await open('hsv_good');
  expect([good.statusCode, good.headers['set-cookie']]).toEqual([
    201,
    'hubscope_session=hsv_good; Path=/; HttpOnly; SameSite=Strict; Max-Age=60',
  ]);
  const over = await open('hsv_over');
  expect([over.statusCode, over.json<{ code: string }>().code, over.headers['set-cookie']]).toEqual([
    410,
    'share_link_ended',
    undefined,
  ]);
});

import { demand, type Grant } from '@hubscope/core/access';
import { HubscopeError, type AuditEntry, type Scope } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiPorts } from './ports.js';
import { Fake, openAccess } from './testing/fake.js';

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
}

/** A server that takes the names of scopes, with commas between, for keys. */
let fake: Fake;
let noted: Omit<AuditEntry, 'at'>[];
let routes: readonly Route[];

const access: ApiPorts['access'] = {
  ...openAccess,
  guarded: true,
  grantOf: ({ authorization }) => {
    const scopes = authorization?.replace('Bearer ', '').split(',') as Scope[] | undefined;
    if (scopes === undefined) throw new HubscopeError('unauthorized');
    return { who: `key of ${scopes.join(',')}`, scopes, hubs: null, expiresAt: null, ended: false };
  },
  audit: { note: (entry) => noted.push(entry), list: () => [] },
  signIn: async ({ name, password }) => {
    if (password !== 'right') throw new HubscopeError('wrong_password');
    const grant: Grant = {
      who: name,
      scopes: ['operate'],
      hubs: null,
      expiresAt: 1_700_000_060_000,
      ended: false,
    };
    return { secret: 'hss_secret', grant };
  },
};

beforeEach(async () => {
  noted = [];
  fake = await new Fake({ access }).open();
  const headers = { authorization: 'Bearer read' };
  const { paths } = (await fake.app.inject({ url: '/openapi.json', headers })).json<{
    paths: Record<string, Record<string, unknown>>;
  }>();
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase() as Route['method'],
      path: path.replace(/\{\w+\}/g, 'x'),
    })),
  );
});
afterEach(() => fake.app.close());

async function statusOf({ method, path }: Route, key?: Scope): Promise<number> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return (await fake.app.inject({ method, url: path, headers })).statusCode;
}

const isOpen = ({ path }: Route): boolean =>
  ['/healthz', '/readyz'].includes(path) || path.startsWith('/api/v1/session');

describe('every route', () => {
  it('but health and signing in refuses who shows nothing', async () => {
    expect(routes.length).toBeGreaterThan(50);
    for (const route of routes) {
      const status = await statusOf(route);
      if (isOpen(route)) expect([route, status]).not.toEqual([route, 401]);
      else expect([route, status]).toEqual([route, 401]);
    }
    for (const path of ['/metrics', '/openapi.json'])
      expect(await statusOf({ method: 'GET', path })).toBe(401);
  });

  it('that changes something refuses who may only look, and a key for telemetry sees nothing', async () => {
    const asks = /\/(?:compare|variants)$/;
    const secret = /^\/api\/v1\/(?:keys|users|audit|shares)/;
    for (const route of routes.filter((each) => !isOpen(each))) {
      const looks = (route.method === 'GET' && !secret.test(route.path)) || asks.test(route.path);
      const status = await statusOf(route, 'read');
      if (looks) expect([route, status]).not.toEqual([route, 403]);
      else expect([route, status]).toEqual([route, 403]);
      expect([route, await statusOf(route, 'ingest')]).toEqual([route, 403]);
    }
  });

  it.each([
    ['POST', '/api/v1/markers', 'operate'],
    ['POST', '/api/v1/alerts/a1/acknowledge', 'operate'],
    ['POST', '/api/v1/silences', 'operate'],
    ['PUT', '/api/v1/hubs/shop/comparison', 'operate'],
    ['POST', '/api/v1/hubs/shop/switches', 'operate'],
    ['PUT', '/api/v1/rules/x', 'admin'],
    ['POST', '/api/v1/channels', 'admin'],
    ['POST', '/api/v1/import', 'admin'],
    ['POST', '/api/v1/backup', 'admin'],
    ['DELETE', '/api/v1/hubs/shop', 'admin'],
    ['POST', '/api/v1/keys', 'admin'],
    ['GET', '/api/v1/audit', 'admin'],
  ] as const)('%s %s needs %s', async (method, path, needed) => {
    const others = { operate: ['read', 'ingest'], admin: ['read', 'ingest', 'operate'] } as const;
    for (const each of others[needed]) expect(await statusOf({ method, path }, each)).toBe(403);
    expect(await statusOf({ method, path }, needed)).not.toBe(403);
  });
});

describe('what is done', () => {
  it('is done by who holds the key, whatever name is said', async () => {
    const headers = { authorization: 'Bearer operate' };
    const url = '/api/v1/incidents/a1/notes';
    const payload = { by: 'Eve', note: 'seen' };
    const answer = await fake.app.inject({ method: 'POST', url, headers, payload });
    expect(answer.json()).toMatchObject({ timeline: [{ by: 'key of operate' }] });
  });

  it('is written down where it was a change, and was done', async () => {
    const headers = { authorization: 'Bearer operate' };
    const inject = (method: 'GET' | 'POST', url: string) =>
      fake.app.inject({
        method,
        url,
        headers,
        ...(method === 'POST' ? { payload: { hub: 'shop', name: 'x' } } : {}),
      });
    await inject('GET', '/api/v1/hubs');
    await inject('POST', '/api/v1/nothing');
    await inject('POST', '/api/v1/markers');
    expect(noted).toEqual([
      {
        who: 'key of operate',
        address: '127.0.0.1',
        what: 'POST /api/v1/markers',
        subject: '/api/v1/markers',
      },
    ]);
  });
});

describe('a server on which everybody may look', () => {
  it('refuses with one code whatever who has not signed in would change, and tells that it is one', async () => {
    const open = await new Fake({
      access: {
        ...access,
        public: true,
        grantOf: () => ({ who: null, scopes: ['read'], hubs: null, expiresAt: null, ended: false }),
      },
    }).open();
    const reads = /\/(?:compare|variants)$/;
    for (const { method, path } of routes) {
      if (isOpen({ method, path }) || method === 'GET' || reads.test(path)) continue;
      const answer = await open.app.inject({ method, url: path });
      expect([method, path, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        method,
        path,
        403,
        'read_only',
      ]);
    }
    expect((await open.app.inject('/api/v1/session')).json()).toMatchObject({
      public: true,
      provider: null,
      who: null,
      scopes: ['read'],
    });
    expect((await open.app.inject('/api/v1/hubs')).statusCode).toBe(200);
    await open.app.close();
  });
});

describe('signing in', () => {
  it('gives a cookie that no script and no other site can use', async () => {
    const payload = { name: 'Ada', password: 'right' };
    const answer = await fake.app.inject({ method: 'POST', url: '/api/v1/session', payload });
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      {
        guarded: true,
        public: false,
        provider: null,
        who: 'Ada',
        scopes: ['operate'],
        hubs: null,
        expires_at: 1_700_000_060_000,
      },
    ]);
    expect(answer.headers['set-cookie']).toBe(
      'hubscope_session=hss_secret; Path=/; HttpOnly; SameSite=Strict; Max-Age=60',
    );
    expect(answer.body).not.toContain('hss_secret');
  });

  it('is refused with a wrong password, and by a page of another origin', async () => {
    const url = '/api/v1/session';
    const wrong = await fake.app.inject({ method: 'POST', url, payload: { name: 'Ada', password: 'wrong' } });
    expect([wrong.statusCode, wrong.json<{ code: string }>().code]).toEqual([401, 'wrong_password']);
    const foreign = await fake.app.inject({
      method: 'POST',
      url,
      headers: { origin: 'http://evil.example' },
      payload: { name: 'Ada', password: 'right' },
    });
    expect([foreign.statusCode, foreign.headers['set-cookie']]).toEqual([403, undefined]);
  });

  it('is told as nobody to who has not, and ends with an empty cookie', async () => {
    expect((await fake.app.inject('/api/v1/session')).json()).toEqual({
      guarded: true,
      public: false,
      provider: null,
      who: null,
      scopes: [],
      hubs: null,
      expires_at: null,
    });
    const out = await fake.app.inject({ method: 'DELETE', url: '/api/v1/session' });
    expect([out.statusCode, String(out.headers['set-cookie'])]).toEqual([
      204,
      'hubscope_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    ]);
  });
});

it('a grant that does not reach says what is missing', () => {
  const grant: Grant = { who: 'key ci', scopes: ['read'], hubs: null, expiresAt: null, ended: false };
  expect(() => {
    demand(grant, 'operate');
  }).toThrow('This needs the right to operate, which key ci has not.');
});

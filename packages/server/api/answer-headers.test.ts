import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiServerOptions, createApi } from './api.js';
import { dashboard } from './dashboard.js';
import { guardHosts } from './hosts.js';
import { Fake, now, openAccess } from './testing/fake.js';

const grant = { who: 'Ada', scopes: ['admin' as const], hubs: null, expiresAt: now + 60_000, ended: false };
const made = {
  id: 'k1',
  name: 'k',
  scopes: ['read' as const],
  hubs: null,
  created_at: now,
  created_by: 'Ada',
  last_used_at: null,
  expires_at: null,
  secret: 'told once',
};
const session = { secret: 'told once', grant };

let fake: Fake;
let directory: string;

beforeEach(async () => {
  fake = new Fake({
    access: {
      ...openAccess,
      keys: { ...openAccess.keys, create: async () => made, rotate: async () => made },
      shares: { ...openAccess.shares, create: async () => made },
      signIn: async () => session,
      firstSignIn: async () => session,
      openShare: () => session,
    },
  });
  guardHosts(fake.app, () => []);
  directory = await mkdtemp(join(tmpdir(), 'hubscope-headers-'));
  await writeFile(join(directory, 'index.html'), '<script>go()</script>');
  await fake.open();
});
afterEach(async () => {
  await fake.app.close();
  await rm(directory, { recursive: true });
});

const protectedSo = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
};

describe('every answer', () => {
  it.each([
    ['/api/v1/hubs', 200],
    [`/api/v1/export?hub=shop&from=${String(now - 10_000)}&to=${String(now)}`, 200],
    ['/openapi.json', 200],
    ['/metrics', 200],
    ['/healthz', 200],
    ['/api/v1/hubs/nothing/snapshot', 404],
    ['/api/v1/hubs/nothing', 405],
    ['/nothing', 404],
    ['/%', 400],
  ])('is data that a browser runs nothing of: %s', async (url, status) => {
    const answer = await fake.app.inject(url);
    expect([answer.statusCode, answer.headers]).toMatchObject([status, protectedSo]);
  });

  it('is so where it was refused at the door, and where a page of another origin asks first', async () => {
    const refused = await fake.app.inject({ url: '/api/v1/hubs', headers: { host: 'evil.example' } });
    expect([refused.statusCode, refused.headers]).toMatchObject([403, protectedSo]);
    const origin = 'http://localhost:3000';
    const asked = { origin, 'access-control-request-method': 'POST' };
    const answer = await fake.app.inject({ method: 'OPTIONS', url: '/api/v1/markers', headers: asked });
    expect([answer.statusCode, answer.headers]).toMatchObject([
      204,
      { ...protectedSo, 'access-control-allow-origin': origin },
    ]);
  });
});

it('leaves the dashboard its own policy', async () => {
  const app = Fastify(apiServerOptions);
  await app.register(createApi(fake.ports));
  await app.register(dashboard({ directory }));
  const { headers } = await app.inject('/dashboard');
  expect(headers['content-security-policy']).toContain(`script-src 'self' 'sha256-`);
  expect(headers['x-content-type-options']).toBe('nosniff');
  await app.close();
});

describe('what is told once', () => {
  it.each([
    ['/api/v1/keys', { name: 'k', scopes: ['read'] }],
    ['/api/v1/keys/k1/rotate', {}],
    ['/api/v1/shares', { name: 'k', hubs: null, expires_in: 3600 }],
    ['/api/v1/session', { name: 'Ada', password: 'a long password' }],
    ['/api/v1/session/first', { link: 'x'.repeat(20), name: 'Ada', password: 'a long password' }],
    ['/api/v1/session/share', { link: 'x'.repeat(20) }],
  ])('is kept by no cache: %s', async (url, payload) => {
    const answer = await fake.app.inject({ method: 'POST', url, payload });
    expect([answer.statusCode < 300, answer.body]).toMatchObject([true, expect.any(String)]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

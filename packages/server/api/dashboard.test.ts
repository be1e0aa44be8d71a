import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiServerOptions } from './api.js';
import { contentSecurityPolicy, scriptHashes } from './content-security.js';
import { dashboard } from './dashboard.js';

const page = `<html><head><script src="/dashboard/_next/static/a.js"></script></head>
<body><script>self.__next_f=[]</script><script id="x">go("</b>")</script></body></html>`;

let directory: string;
let app: FastifyInstance;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hubscope-dashboard-'));
  await mkdir(join(directory, '_next', 'static'), { recursive: true });
  await writeFile(join(directory, 'index.html'), page);
  await writeFile(join(directory, 'about.html'), '<script>about()</script>');
  await writeFile(join(directory, '_next', 'static', 'a.js'), 'plain');
  await writeFile(join(directory, '_next', 'static', 'a.js.gz'), gzipSync('plain'));
  app = Fastify(apiServerOptions);
  await app.register(dashboard({ directory }));
});
afterEach(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

describe('the dashboard’s files', () => {
  it('stand below /dashboard, and / leads there', async () => {
    expect((await app.inject('/')).headers.location).toBe('/dashboard');
    expect((await app.inject('/?hub=shop&range=1h')).headers.location).toBe('/dashboard?hub=shop&range=1h');
    for (const url of ['/dashboard', '/dashboard?hub=shop', '/dashboard/']) {
      const answer = await app.inject(url);
      expect([answer.statusCode, answer.body]).toEqual([200, page]);
      expect(answer.headers['content-type']).toContain('text/html');
    }
    expect((await app.inject('/dashboard/about')).body).toContain('about()');
    expect((await app.inject('/dashboard/nothing')).statusCode).toBe(404);
  });

  it('are kept by a browser where their name carries their content, and asked for anew elsewhere', async () => {
    expect((await app.inject('/dashboard')).headers['cache-control']).toBe('no-cache');
    const script = await app.inject('/dashboard/_next/static/a.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('come compressed where a compressed one lies beside and is understood', async () => {
    const url = '/dashboard/_next/static/a.js';
    const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).toString()).toBe('plain');
    expect((await app.inject({ url })).body).toBe('plain');
  });

  it('come in Brotli from memory, and not at all where the browser has them', async () => {
    await app.close();
    await writeFile(join(directory, 'index.html.br'), brotliCompressSync(page));
    await writeFile(join(directory, '_next', 'static', 'a.js.br'), brotliCompressSync('plain'));
    app = Fastify(apiServerOptions);
    await app.register(dashboard({ directory }));
    const headers = { 'accept-encoding': 'gzip, deflate, br' };
    for (const url of ['/dashboard', '/dashboard/', '/dashboard?hub=shop', '/dashboard/index.html']) {
      const answer = await app.inject({ url, headers });
      expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(page);
      expect(answer.headers).toMatchObject({
        'content-encoding': 'br',
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        vary: 'accept-encoding',
      });
      expect(answer.headers['content-security-policy']).toContain('script-src');
      const again = await app.inject({
        url,
        headers: { ...headers, 'if-none-match': String(answer.headers['etag']) },
      });
      expect([again.statusCode, again.body]).toEqual([304, '']);
    }
    const script = await app.inject({ url: '/dashboard/_next/static/a.js', headers });
    expect([brotliDecompressSync(script.rawPayload).toString(), script.headers['cache-control']]).toEqual([
      'plain',
      'public, max-age=31536000, immutable',
    ]);
    expect((await app.inject({ url: '/', headers })).headers.location).toBe('/dashboard');
    for (const encoding of ['identity', 'br;q=0, identity'])
      expect((await app.inject({ url: '/dashboard', headers: { 'accept-encoding': encoding } })).body).toBe(
        page,
      );
  });

  it.each(['/dashboard/../secret', '/dashboard/%2e%2e/secret', '/dashboard/..%2fsecret', '/dashboard/%00'])(
    'do not reach outside by %s',
    async (url) => {
      await writeFile(join(directory, '..', 'secret'), 'secret');
      const answer = await app.inject(url);
      await rm(join(directory, '..', 'secret'));
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toBe('secret');
    },
  );

  it('run only scripts of their own and the inline ones that were there at the start', async () => {
    const policy = String((await app.inject('/dashboard')).headers['content-security-policy']);
    for (const hash of [...scriptHashes(page), ...scriptHashes('<script>about()</script>')]) {
      expect(policy).toContain(hash);
    }
    expect(scriptHashes(page)).toHaveLength(2);
    expect(policy).toMatch(/script-src 'self' '[^;]*;/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain(`frame-ancestors 'none'`);
  });

  it('say how else a browser is to keep them apart', async () => {
    const { headers } = await app.inject('/dashboard');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  it('are missed at the start where they were not built', async () => {
    const bare = Fastify();
    await expect(bare.register(dashboard({ directory: join(directory, 'gone') }))).rejects.toThrow(
      'not built',
    );
  });
});

describe('scriptHashes', () => {
  it('is what a browser computes', () => {
    // printf %s 'alert(1)' | openssl dgst -sha256 -binary | base64
    expect(scriptHashes('<SCRIPT>alert(1)</SCRIPT>')).toEqual([
      "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",
    ]);
  });

  it('stands in the policy', () => {
    expect(contentSecurityPolicy(['A', 'B'])).toContain(`script-src 'self' A B;`);
  });
});

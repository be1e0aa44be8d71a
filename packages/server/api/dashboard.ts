import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { contentSecurityPolicy, scriptHashesBelow } from './content-security.js';
import { packedFilesBelow } from './packed-files.js';

export interface DashboardOptions {
  /** The absolute path of the exported dashboard. */
  readonly directory: string;
}

const yearSeconds = 31_536_000;

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Names below `_next/static` carry a hash of the content; all else may change with the next version. */
function cacheControl(path: string): string {
  const hashed = path.includes('_next/static/');
  return hashed ? `public, max-age=${String(yearSeconds)}, immutable` : 'no-cache';
}

const brotli = /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\b)/;

/** What below `/dashboard` is asked for, where Brotli is understood; null where it is not. */
function packedPath({ method, url, headers }: FastifyRequest): string | null {
  const encodings = headers['accept-encoding'] ?? '';
  if (method !== 'GET' || !brotli.test(encodings)) return null;
  const asked = /^\/dashboard(?:\/([^?]*))?(?:\?|$)/.exec(url);
  return asked === null ? null : (asked[1] ?? '');
}

/**
 * Serves the exported dashboard at `/dashboard`, and sends `/` there.
 * @throws Error where the directory is not there: the dashboard was not built
 */
export function dashboard({ directory }: DashboardOptions): FastifyPluginAsync {
  return async (app) => {
    if (!(await isDirectory(directory))) throw new Error(`the dashboard is not built: no ${directory}`);
    const policy = contentSecurityPolicy(await scriptHashesBelow(directory));
    app.addHook('onSend', async (_request, reply) => {
      void reply.headers({
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      });
    });
    const packed = await packedFilesBelow(directory);
    app.addHook('onRequest', async (request, reply) => {
      const path = packedPath(request);
      const file = path === null ? undefined : packed.get(path);
      if (path === null || file === undefined) return;
      void reply.headers({
        'content-type': file.type,
        'content-encoding': 'br',
        'cache-control': cacheControl(path),
        etag: file.etag,
        vary: 'accept-encoding',
      });
      const known = request.headers['if-none-match'] === file.etag;
      return reply.code(known ? 304 : 200).send(known ? undefined : file.body);
    });
    await app.register(fastifyStatic, {
      root: directory,
      prefix: '/dashboard/',
      index: ['index.html'],
      extensions: ['html'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        void reply.setHeader('cache-control', cacheControl(path.split(sep).join('/')));
      },
    });
    app.get('/dashboard', { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
    app.get('/', { schema: { hide: true } }, ({ url }, reply) =>
      reply.redirect(`/dashboard${new URL(url, 'http://localhost').search}`),
    );
  };
}

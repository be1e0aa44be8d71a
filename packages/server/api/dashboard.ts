import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
import { contentSecurityPolicy, scriptHashesBelow } from './content-security.js';

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
    await app.register(fastifyStatic, {
      root: directory,
      prefix: '/dashboard/',
      index: ['index.html'],
      extensions: ['html'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Names below _next/static carry a hash of the content; all else may change with the next version.
        const hashed = path.includes(`${sep}_next${sep}static${sep}`);
        void reply.setHeader(
          'cache-control',
          hashed ? `public, max-age=${String(yearSeconds)}, immutable` : 'no-cache',
        );
      },
    });
    app.get('/dashboard', { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
    app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/dashboard'));
  };
}

import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { namesOrigin } from '@hubscope/core/access';
import { HubscopeError } from '@hubscope/core/wire';
import type { OriginPolicy } from './ports.js';

export interface OriginOptions {
  /** The dashboard's own origins, asked each time: ports are known only once they are open. */
  own(): readonly string[];
  /** Others, by configuration: asked each time, since it may be read again. */
  others(): readonly string[];
  /**
   * Whether a page counts as the server's own when its origin has the very host that the request was sent to. Not on
   * loopback, where a name of somebody else's may be made to point at this machine (DNS rebinding).
   */
  readonly sameHost: boolean;
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null; // `null` and other opaque origins have no host
  }
}

/** The policy for pages: this server's own and those that the configuration names. */
export function originPolicy(options: OriginOptions): OriginPolicy {
  return {
    allows(origin, host) {
      const name = origin.toLowerCase();
      if (namesOrigin(options.others(), name) || options.own().includes(name)) return true;
      return options.sameHost && host !== undefined && hostOf(name) === host.toLowerCase();
    },
  };
}

/** Methods that change nothing. */
export const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets allowed pages read answers, and refuses every change that a page of another origin asks for. */
export async function guardOrigins(app: FastifyInstance, origins: OriginPolicy): Promise<void> {
  app.addHook('onRequest', async (request) => {
    const { origin, host } = request.headers;
    if (origin === undefined || safeMethods.has(request.method)) return;
    if (!origins.allows(origin, host)) throw new HubscopeError('forbidden_origin');
  });
  await app.register(cors, {
    delegator: (request, answer) => {
      const { origin, host } = request.headers;
      const allowed = origin !== undefined && origins.allows(origin, host);
      answer(null, { origin: allowed ? origin : false, maxAge: 600 });
    },
  });
}

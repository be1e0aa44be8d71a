import { demand, doneBy, type Credentials, type Grant } from '@hubscope/core/access';
import type { Scope } from '@hubscope/core/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { guardHubs } from './hub-guard.js';
import { safeMethods } from './origins.js';
import type { AccessPort } from './ports.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route needs in place of what its method says; null: nothing. */
    readonly scope?: Scope | null;
  }
  interface FastifyRequest {
    /** What who asks may do; null where the route needs nothing. */
    grant: Grant | null;
  }
}

/** Resources whose every change is an admin's. */
const admins = /^\/api\/v1\/(?:rules|channels|keys|users|import|backup)(?:$|[/])/;
/** Beside the API's own resources, what tells of hubs. */
const watched: ReadonlySet<string> = new Set(['/metrics', '/openapi.json']);

/** What a route needs; null where it is open to all. */
function neededOf({ method, routeOptions: { url, config } }: FastifyRequest): Scope | null {
  if (config.scope !== undefined) return config.scope;
  if (url === undefined || (!url.startsWith('/api/') && !watched.has(url))) return null;
  if (safeMethods.has(method)) return 'read';
  return admins.test(url) ? 'admin' : 'operate';
}

/** Where a request comes from, and what it shows. */
export function credentialsOf({ headers, ip }: FastifyRequest): Credentials {
  return { authorization: headers.authorization, cookie: headers.cookie, address: ip };
}

/** The name under which a request does something; see {@link doneBy}. */
export function nameOf({ grant }: FastifyRequest, said: string | null | undefined): string | null {
  return doneBy(grant, said);
}

/** Lets in who may, and writes down who changed what. */
export function guardAccess(app: FastifyInstance, access: AccessPort): void {
  app.decorateRequest('grant', null);
  app.addHook('onRequest', async (request) => {
    // A preflight carries no credentials, and tells nothing.
    if (request.method === 'OPTIONS') return;
    const needed = neededOf(request);
    if (needed !== null || request.url.startsWith('/api/')) access.limits.knock(request.ip);
    if (needed === null) return;
    const shown = credentialsOf(request);
    request.grant = access.grantOf(shown);
    access.limits.ask(request.grant, shown);
    demand(request.grant, needed);
  });
  guardHubs(app);
  app.addHook('onResponse', async ({ grant, method, ip, routeOptions, url }, { statusCode }) => {
    if (safeMethods.has(method) || statusCode >= 400 || grant === null || grant.who === null) return;
    access.audit.note({
      who: grant.who,
      address: ip,
      what: `${method} ${routeOptions.url ?? ''}`,
      subject: url.slice(0, 300),
    });
  });
}

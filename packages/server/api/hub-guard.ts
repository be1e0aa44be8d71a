import { demandHub, reaches, type Grant } from '@hubscope/core/access';
import { fitsGlob } from '@hubscope/core/judge';
import { hubId } from '@hubscope/core/signal';
import { HubscopeError } from '@hubscope/core/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Hubs } from './ports.js';

/** Where a route's schema says that a hub is named. */
type Place = 'params' | 'query' | 'body';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * How a route is kept to the hubs of a grant that is for some only. `own`: it sees to that itself. Unless set, what it declares as `hub`
     * must be one of them, and a route that declares none is refused.
     */
    readonly hubs?: 'own';
    /** Where its schema declares a hub; found as the route is added. */
    hubIn?: readonly Place[];
  }
}

/** Whether a schema is of an object that has a hub. */
function declaresHub(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null || !('shape' in schema)) return false;
  const { shape } = schema;
  return typeof shape === 'object' && shape !== null && 'hub' in shape;
}

/** The hubs that a request names, of what its route declares: what is not declared was not looked at by the route either. */
function namedHubs({ params, query, body, routeOptions: { config } }: FastifyRequest): string[] {
  const parts = { params, query, body };
  return (config.hubIn ?? []).flatMap((place) => {
    const part = parts[place];
    const named = typeof part === 'object' && part !== null && 'hub' in part ? part.hub : undefined;
    return typeof named === 'string' ? [hubId(named)] : [];
  });
}

/** Keeps grants that are for some hubs to these, on every route. Call it before routes are added. */
export function guardHubs(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const { params, querystring, body } = route.schema ?? {};
    const declared: Record<Place, unknown> = { params, query: querystring, body };
    const places = Object.entries(declared).flatMap(([place, schema]) =>
      declaresHub(schema) ? [place as Place] : [],
    );
    route.config = { ...route.config, hubIn: places };
  });
  app.addHook('preHandler', async (request) => {
    const { grant, routeOptions } = request;
    if (grant === null || grant.hubs === null) return;
    const named = namedHubs(request);
    for (const hub of named) demandHub(grant, hub);
    if (named.length > 0 || routeOptions.config.hubs === 'own') return;
    const own = grant.hubs.join(', ');
    throw new HubscopeError(
      'forbidden',
      `This is about all hubs; ${grant.who ?? 'this'} is for ${own} only.`,
    );
  });
}

/** The grant by which a request came in. @throws HubscopeError `unauthorized` where its route asked for none */
export function grantOf({ grant }: FastifyRequest): Grant {
  if (grant === null) throw new HubscopeError('unauthorized');
  return grant;
}

/** Those of a list that are of hubs which the grant is for. */
export function within<T>(grant: Grant, all: readonly T[], hubOf: (each: T) => string): T[] {
  return grant.hubs === null ? [...all] : all.filter((each) => reaches(grant, hubOf(each)));
}

/** Whether what is about the hubs that a glob fits (null: all) is about one that the grant is for. */
export function concerns(grant: Grant, glob: string | null, hubs: Pick<Hubs, 'list'>): boolean {
  if (grant.hubs === null || glob === null || grant.hubs.includes(glob) || reaches(grant, glob)) return true;
  return hubs.list().some(({ name }) => fitsGlob(glob, name) && reaches(grant, name));
}

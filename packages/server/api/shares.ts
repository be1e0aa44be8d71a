import { demandHubs, type Grant } from '@hubscope/core/access';
import {
  HubscopeError,
  madeShareLink,
  newShareLink,
  shareLink,
  type AccessKey,
  type ShareLink,
} from '@hubscope/core/wire';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { keepNowhere } from './answer-headers.js';
import { nameOf } from './guard.js';
import { grantOf } from './hub-guard.js';
import type { ApiPorts } from './ports.js';

/** A share link as it is told. */
function told({ expires_at, ...key }: AccessKey): ShareLink {
  return { ...key, expires_at: expires_at ?? 0 };
}

/** @throws HubscopeError `forbidden` where a link is for more hubs than a grant */
function demandAll(grant: Grant, hubs: readonly string[] | null): void {
  for (const hub of hubs ?? [null]) demandHubs(grant, hub);
}

function isWithin(grant: Grant, hubs: readonly string[] | null): boolean {
  try {
    demandAll(grant, hubs);
    return true;
  } catch {
    return false;
  }
}

/** Links by which others look, without a name and until they end. */
export function shareRoutes({ access }: ApiPorts): FastifyPluginAsyncZod {
  const config = { scope: 'operate', hubs: 'own' } as const;
  return async (app) => {
    keepNowhere(app);
    app.get(
      '/shares',
      {
        config,
        schema: { summary: 'Share links, the newest first', response: { 200: z.array(shareLink) } },
      },
      async (request) => {
        const grant = grantOf(request);
        return access.shares
          .list()
          .filter(({ hubs }) => isWithin(grant, hubs))
          .map(told);
      },
    );
    app.post(
      '/shares',
      {
        config,
        schema: {
          summary: 'Make a share link: who has it may look at these hubs until it ends. It is told once',
          body: newShareLink,
          response: { 201: madeShareLink },
        },
      },
      async (request, reply) => {
        demandAll(grantOf(request), request.body.hubs);
        const asked = { ...request.body, scopes: ['read' as const] };
        const { secret, ...made } = await access.shares.create(
          asked,
          nameOf(request, null) ?? 'this machine',
        );
        return reply.code(201).send({ ...told(made), path: `/dashboard#share=${secret}` });
      },
    );
    app.delete(
      '/shares/:id',
      {
        config,
        schema: {
          summary: 'Take a share link back: who looks by it is shown out',
          params: z.object({ id: z.string().min(1).max(200) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const found = access.shares.list().find(({ id }) => id === request.params.id);
        if (found === undefined) throw new HubscopeError('unknown_share_link');
        demandAll(grantOf(request), found.hubs);
        await access.shares.revoke(found.id);
        return reply.code(204).send(null);
      },
    );
  };
}

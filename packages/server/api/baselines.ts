import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { demandHub, type Grant } from '@hubscope/core/access';
import { cleanName, hubId } from '@hubscope/core/signal';
import { baseline, baselineFile, HubscopeError, newBaseline, type Baseline } from '@hubscope/core/wire';
import { grantOf, within } from './hub-guard.js';
import type { ApiPorts } from './ports.js';

/** The largest baseline that is imported, bytes; those that this server exports stay below. */
const maxFileBytes = 33_554_432;

const hubQuery = z.object({ hub: z.string().min(1).max(200).optional() });
const idParams = z.object({ id: z.string().min(1).max(200) });

/** Named stretches of history, kept for comparison. */
export function baselineRoutes({ impacts }: ApiPorts): FastifyPluginAsyncZod {
  const found = (idOrName: string, hub: string | undefined, grant: Grant): Baseline => {
    const one = impacts.baseline(idOrName, hub === undefined ? null : hubId(hub));
    demandHub(grant, one.hub);
    return one;
  };
  return async (app) => {
    app.get(
      '/baselines',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'The baselines of one hub or of all, newest first',
          querystring: hubQuery,
          response: { 200: z.array(baseline) },
        },
      },
      async (request) => {
        const { hub } = request.query;
        const all = impacts.baselines(hub === undefined ? null : hubId(hub));
        return within(grantOf(request), all, (each) => each.hub);
      },
    );
    app.post(
      '/baselines',
      {
        schema: {
          summary: 'Keep a stretch of history under a name',
          body: newBaseline,
          response: { 201: baseline },
        },
      },
      async ({ body }, reply) => {
        if (cleanName(body.name) === '') {
          throw new HubscopeError('invalid_request', 'The name has no readable character.');
        }
        return reply.code(201).send(await impacts.capture(body));
      },
    );
    app.get(
      '/baselines/:id',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'A baseline, by its id, or the newest of a name',
          params: idParams,
          querystring: hubQuery,
          response: { 200: baseline },
        },
      },
      async (request) => found(request.params.id, request.query.hub, grantOf(request)),
    );
    app.delete(
      '/baselines/:id',
      {
        config: { hubs: 'own' },
        schema: { summary: 'Forget a baseline', params: idParams, response: { 200: baseline } },
      },
      async (request) => {
        const gone = found(request.params.id, undefined, grantOf(request));
        await impacts.removeBaseline(gone);
        return gone;
      },
    );
    app.get(
      '/baselines/:id/export',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'A baseline with its points, as a file',
          params: idParams,
          response: { 200: baselineFile },
        },
      },
      async (request) => impacts.exportBaseline(found(request.params.id, undefined, grantOf(request))),
    );
    app.post(
      '/baselines/import',
      {
        bodyLimit: maxFileBytes,
        config: { hubs: 'own' },
        schema: {
          summary: 'Keep a baseline that was exported, under an id of its own',
          body: baselineFile,
          response: { 201: baseline },
        },
      },
      async (request, reply) => {
        demandHub(grantOf(request), hubId(request.body.baseline.hub));
        return reply.code(201).send(await impacts.importBaseline(request.body));
      },
    );
  };
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cleanName, hubId } from '@hubscope/core/signal';
import { baseline, baselineFile, HubscopeError, newBaseline } from '@hubscope/core/wire';
import type { ApiPorts } from './ports.js';

/** The largest baseline that is imported, bytes; those that this server exports stay below. */
const maxFileBytes = 33_554_432;

const hubQuery = z.object({ hub: z.string().min(1).max(200).optional() });
const idParams = z.object({ id: z.string().min(1).max(200) });

/** Named stretches of history, kept for comparison. */
export function baselineRoutes({ impacts }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/baselines',
      {
        schema: {
          summary: 'The baselines of one hub or of all, newest first',
          querystring: hubQuery,
          response: { 200: z.array(baseline) },
        },
      },
      async ({ query }) => impacts.baselines(query.hub === undefined ? null : hubId(query.hub)),
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
        schema: {
          summary: 'A baseline, by its id, or the newest of a name',
          params: idParams,
          querystring: hubQuery,
          response: { 200: baseline },
        },
      },
      async ({ params, query }) =>
        impacts.baseline(params.id, query.hub === undefined ? null : hubId(query.hub)),
    );
    app.delete(
      '/baselines/:id',
      { schema: { summary: 'Forget a baseline', params: idParams, response: { 200: baseline } } },
      async ({ params }) => {
        const found = impacts.baseline(params.id, null);
        await impacts.removeBaseline(found);
        return found;
      },
    );
    app.get(
      '/baselines/:id/export',
      {
        schema: {
          summary: 'A baseline with its points, as a file',
          params: idParams,
          response: { 200: baselineFile },
        },
      },
      async ({ params }) => impacts.exportBaseline(impacts.baseline(params.id, null)),
    );
    app.post(
      '/baselines/import',
      {
        bodyLimit: maxFileBytes,
        schema: {
          summary: 'Keep a baseline that was exported, under an id of its own',
          body: baselineFile,
          response: { 201: baseline },
        },
      },
      async ({ body }, reply) => reply.code(201).send(await impacts.importBaseline(body)),
    );
  };
}

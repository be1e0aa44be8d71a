import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hubId } from '@hubscope/core/signal';
import { changesAnswer } from '@hubscope/core/wire';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';

const changesQuery = z.object({
  /** A column; all that are compared unless set. */
  signal: z.string().min(1).max(200).optional(),
  /** ms since the epoch; 24 h ago unless set, and at most. */
  from: z.coerce.number().nonnegative().optional(),
  /** The largest chance of a change where there is none; 0.001 unless set. */
  p: z.coerce.number().gt(0).lt(1).optional(),
  /** The least relative change, as a fraction; 0.05 unless set. */
  min_change: z.coerce.number().min(0).max(1000).optional(),
});

/** Where the level of a hub's signals changed. */
export function changeRoutes({ hubs, impacts }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs/:hub/changes',
      {
        schema: {
          summary: 'The moments of the last day at which a signal’s level changed: suggested markers',
          params: hubParams,
          querystring: changesQuery,
          response: { 200: changesAnswer },
        },
      },
      async ({ params, query }) => {
        const hub = hubId(params.hub);
        foundHub(hub, hubs.list().find(({ name }) => name === hub) ?? null);
        if (Object.keys(query).length === 0) return impacts.suggested(hub);
        const { signal = null, from = null, p = 0.001, min_change = 0.05 } = query;
        return impacts.changes(hub, { signal, from, p, minChange: min_change });
      },
    );
  };
}

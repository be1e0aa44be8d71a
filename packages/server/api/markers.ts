import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cleanName, hubId } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { HubscopeError, marker, newMarker } from '@hubscope/core/wire';
import type { ApiPorts } from './ports.js';

const markerQuery = z.object({ hub: z.string().min(1).max(200).optional() });

export function markerRoutes({ clock, markers }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/markers',
      {
        schema: {
          summary: 'Named moments of one hub or of all, oldest first',
          querystring: markerQuery,
          response: { 200: z.array(marker) },
        },
      },
      async ({ query }) => [...(await markers.list(query.hub === undefined ? null : hubId(query.hub)))],
    );
    app.post(
      '/markers',
      { schema: { summary: 'Name a moment', body: newMarker, response: { 201: marker } } },
      async ({ body }, reply) => {
        const name = cleanName(body.name);
        if (name === '') throw new HubscopeError('invalid_request', 'The name has no readable character.');
        const created = await markers.create(hubId(body.hub), name, millis(body.at ?? clock.now()));
        return reply.code(201).send(created);
      },
    );
  };
}

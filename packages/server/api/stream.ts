import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { hubId } from '@hubscope/core/signal';
import { z } from 'zod';
import { grantOf } from './hub-guard.js';
import type { ApiPorts } from './ports.js';

const streamQuery = z.object({
  /** The busiest unless set. */
  hub: z.string().min(1).max(200).optional(),
  form: z.enum(['live', 'plain']).default('live'),
});

/** The last id is a server's own: longer ones are none. */
const headers = z.looseObject({ 'last-event-id': z.string().max(4000).optional() });

/** What `/ws` sends, as server-sent events: for clients and networks without WebSockets. */
export function streamRoutes({ events }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/stream',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'The messages of /ws as server-sent events; resumes from Last-Event-ID',
          querystring: streamQuery,
          headers,
        },
      },
      async (request, reply) => {
        const { hub, form } = request.query;
        const given = Object.entries(reply.getHeaders()).map(
          ([name, value]) => [name, String(value)] as const,
        );
        events.open(reply.raw, {
          form,
          grant: grantOf(request),
          hub: hub === undefined ? null : hubId(hub),
          lastEventId: request.headers['last-event-id'] ?? null,
          headers: Object.fromEntries(given),
        });
        reply.hijack();
      },
    );
  };
}

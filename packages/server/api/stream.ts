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

/** The answer of a poll: a client hands its `after` in the next time. */
const pollQuery = streamQuery.pick({ hub: true }).extend({ after: z.string().max(4000).optional() });

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
    app.get(
      '/poll',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'The messages of the live form since `after`, for networks that let no stream through',
          querystring: pollQuery,
        },
      },
      async (request, reply) => {
        const { hub, after } = request.query;
        const told = events.poll({
          grant: grantOf(request),
          hub: hub === undefined ? null : hubId(hub),
          after: after ?? null,
        });
        // The messages are JSON as they are.
        return reply
          .header('cache-control', 'no-store')
          .type('application/json; charset=utf-8')
          .send(`{"after":${JSON.stringify(told.after)},"frames":[${told.messages.join(',')}]}`);
      },
    );
  };
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { acknowledgeBody, alert, alertState } from '@hubscope/core/wire';
import { nameOf } from './guard.js';
import type { ApiPorts } from './ports.js';

const idParams = z.object({ id: z.string().min(1).max(200) });

const alertQuery = z.object({
  hub: z.string().max(200).optional(),
  state: alertState.optional(),
  /** How many at most, where there are more the gravest. */
  limit: z.coerce.number().int().min(1).max(50_000).default(1000),
});
/** The header that says how many alerts a list leaves out. */
const leftOutHeader = 'hubscope-left-out';

export function alertRoutes({ alerts }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/alerts',
      {
        schema: {
          summary: 'The alerts of all hubs, or of one',
          description: `The header ${leftOutHeader} says how many there are beyond the limit, none of them graver.`,
          querystring: alertQuery,
          response: { 200: z.array(alert) },
        },
      },
      async ({ query }, reply) => {
        const { alerts: listed, leftOut } = alerts.list(query);
        void reply.header(leftOutHeader, leftOut);
        return [...listed];
      },
    );
    app.post(
      '/alerts/:id/acknowledge',
      {
        schema: {
          summary: 'Acknowledge an alert',
          params: idParams,
          body: acknowledgeBody.nullish(),
          response: { 200: alert },
        },
      },
      async (request) =>
        alerts.acknowledge(request.params.id, nameOf(request, request.body?.by), request.body?.note ?? null),
    );
    app.post(
      '/alerts/:id/unacknowledge',
      {
        schema: {
          summary: 'Take an acknowledgement back',
          params: idParams,
          body: acknowledgeBody.pick({ by: true }).nullish(),
          response: { 200: alert },
        },
      },
      async (request) => alerts.unacknowledge(request.params.id, nameOf(request, request.body?.by)),
    );
  };
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { acknowledgeBody, alert, alertState } from '@hubscope/core/wire';
import { nameOf } from './guard.js';
import type { ApiPorts } from './ports.js';

const idParams = z.object({ id: z.string().min(1).max(200) });

const alertQuery = z.object({
  hub: z.string().max(200).optional(),
  state: alertState.optional(),
});

export function alertRoutes({ alerts }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/alerts',
      {
        schema: {
          summary: 'The alerts of all hubs, or of one',
          querystring: alertQuery,
          response: { 200: z.array(alert) },
        },
      },
      async ({ query: { hub, state } }) =>
        alerts
          .list()
          .filter((each) => (hub ?? each.hub) === each.hub && (state ?? each.state) === each.state),
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

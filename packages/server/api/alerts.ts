import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { acknowledgeBody, alert, HubscopeError } from '@hubscope/core/wire';
import type { ApiPorts } from './ports.js';

export function alertRoutes({ alerts }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/alerts',
      { schema: { summary: 'The alerts of all hubs', response: { 200: z.array(alert) } } },
      async () => [...alerts.list()],
    );
    app.post(
      '/alerts/:id/acknowledge',
      {
        schema: {
          summary: 'Acknowledge an alert',
          params: z.object({ id: z.string().min(1).max(200) }),
          body: acknowledgeBody.nullish(),
          response: { 200: alert },
        },
      },
      async ({ params, body }) => {
        const acknowledged = alerts.acknowledge(params.id, body?.by ?? null, body?.note ?? null);
        if (acknowledged === null) throw new HubscopeError('unknown_alert');
        return acknowledged;
      },
    );
  };
}

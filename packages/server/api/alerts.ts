import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { demandHub, reaches, type Grant } from '@hubscope/core/access';
import { acknowledgeBody, alert, alertState } from '@hubscope/core/wire';
import { nameOf } from './guard.js';
import { grantOf } from './hub-guard.js';
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
  /** @throws HubscopeError where the grant is not for an alert's hub */
  const reached = (grant: Grant, id: string): void => {
    const hub = alerts.hubOf(id);
    if (hub !== null) demandHub(grant, hub);
  };
  return async (app) => {
    app.get(
      '/alerts',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'The alerts of all hubs, or of one',
          description: `The header ${leftOutHeader} says how many there are beyond the limit, none of them graver.`,
          querystring: alertQuery,
          response: { 200: z.array(alert) },
        },
      },
      async (request, reply) => {
        const grant = grantOf(request);
        const within = (hub: string): boolean => reaches(grant, hub);
        const { alerts: listed, leftOut } = alerts.list({ ...request.query, within });
        void reply.header(leftOutHeader, leftOut);
        return [...listed];
      },
    );
    app.post(
      '/alerts/:id/acknowledge',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'Acknowledge an alert',
          params: idParams,
          body: acknowledgeBody.nullish(),
          response: { 200: alert },
        },
      },
      async (request) => {
        const { params, body } = request;
        reached(grantOf(request), params.id);
        return alerts.acknowledge(params.id, nameOf(request, body?.by), body?.note ?? null);
      },
    );
    app.post(
      '/alerts/:id/unacknowledge',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'Take an acknowledgement back',
          params: idParams,
          body: acknowledgeBody.pick({ by: true }).nullish(),
          response: { 200: alert },
        },
      },
      async (request) => {
        reached(grantOf(request), request.params.id);
        return alerts.unacknowledge(request.params.id, nameOf(request, request.body?.by));
      },
    );
  };
}

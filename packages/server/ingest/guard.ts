import { demand, type Gate, type Grant } from '@hubscope/core/access';
import { HubscopeError } from '@hubscope/core/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** What who sends may do; null where nobody asked. */
    grant: Grant | null;
  }
}

/** Takes telemetry only from who may send it. A preflight carries no credentials, and sends nothing. */
export function guardIngest(app: FastifyInstance, gate: Gate): void {
  app.decorateRequest('grant', null);
  app.addHook('onRequest', async (request) => {
    const { headers, ip, method } = request;
    if (method === 'OPTIONS') return Promise.resolve();
    request.grant = gate.grantOf({ authorization: headers.authorization, address: ip });
    demand(request.grant, 'ingest');
    return Promise.resolve();
  });
}

/** The grant by which a request came in. @throws HubscopeError `unauthorized` where nobody guards the door */
export function senderOf(request: FastifyRequest): Grant {
  const grant = request.grant as Grant | null | undefined;
  if (grant === null || grant === undefined) throw new HubscopeError('unauthorized');
  return grant;
}

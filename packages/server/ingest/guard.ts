import { demand, type Gate } from '@hubscope/core/access';
import type { FastifyInstance } from 'fastify';

/** Takes telemetry only from who may send it. A preflight carries no credentials, and sends nothing. */
export function guardIngest(app: FastifyInstance, gate: Gate): void {
  app.addHook('onRequest', async ({ headers: { authorization }, ip, method }) => {
    if (method !== 'OPTIONS') demand(gate.grantOf({ authorization, address: ip }), 'ingest');
    return Promise.resolve();
  });
}

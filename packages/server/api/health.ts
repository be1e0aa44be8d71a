import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HubscopeError } from '@hubscope/core/wire';
import type { ApiPorts } from './ports.js';

export function healthRoutes({ health }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/healthz',
      {
        schema: {
          summary: 'Whether the process lives',
          response: { 200: z.object({ status: z.literal('ok') }) },
        },
      },
      async () => ({ status: 'ok' as const }),
    );
    app.get(
      '/readyz',
      {
        schema: {
          summary: 'Whether it takes telemetry and viewers',
          response: { 200: z.object({ status: z.literal('ready') }) },
        },
      },
      async () => {
        if (!health.ready()) throw new HubscopeError('not_ready', undefined, 1);
        return { status: 'ready' as const };
      },
    );
  };
}

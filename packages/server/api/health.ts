import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hubId } from '@hubscope/core/signal';
import { millis, secondOf, shift } from '@hubscope/core/time';
import { healthDetail, HubscopeError, uptimeAnswer, uptimeQuery } from '@hubscope/core/wire';
import { foundHub, hubParams } from './hubs.js';
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

const cellSeconds = 600;
const daySeconds = 86_400;

/** How one hub is, in detail. */
export function hubHealthRoutes({ clock, hubHealth }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs/:hub/health',
      {
        schema: {
          summary: 'The health score, what took points away, uptime and error budgets',
          params: hubParams,
          response: { 200: healthDetail },
        },
      },
      async ({ params }) => {
        const hub = hubId(params.hub);
        return foundHub(hub, hubHealth.detail(hub));
      },
    );
    app.get(
      '/hubs/:hub/uptime',
      {
        schema: {
          summary: 'Uptime second by second, of the last ten minutes or of any stretch of a day',
          params: hubParams,
          querystring: uptimeQuery,
          response: { 200: uptimeAnswer },
        },
      },
      async ({ params, query }) => {
        const hub = hubId(params.hub);
        const to = secondOf(millis(query.to ?? clock.now()));
        const from = query.from === undefined ? shift(to, -cellSeconds) : secondOf(millis(query.from));
        if (from >= to || to - from > daySeconds)
          throw new HubscopeError('bad_range', 'The range is a second at least and a day at most.');
        return foundHub(hub, hubHealth.uptime(hub, from, to));
      },
    );
  };
}

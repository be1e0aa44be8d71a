import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { hubId } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { callsAnswer } from '@hubscope/core/wire';
import { z } from 'zod';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';

const callsQuery = z.object({
  /** s back from now. */
  seconds: z.coerce.number().int().min(10).max(600).default(300),
  limit: z.coerce.number().int().min(1).max(1000).default(300),
});

/** The graph of a hub's components: who calls whom. */
export function callRoutes({ clock, hubs, telemetry }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs/:hub/edges',
      {
        schema: {
          summary:
            'Which component calls which: rate, latency and errors of the last minutes, the most frequent first',
          params: hubParams,
          querystring: callsQuery,
          response: { 200: callsAnswer },
        },
      },
      async ({ params, query: { seconds, limit } }) => {
        const hub = hubId(params.hub);
        foundHub(hub, hubs.snapshot(hub));
        const to = clock.now();
        const from = millis(to - seconds * 1000);
        const found = telemetry.calls(hub, from, to);
        return {
          hub,
          from,
          to,
          left_out: Math.max(0, found.length - limit),
          edges: found.slice(0, limit).map((call) => ({
            from: call.from,
            to: call.to,
            calls: call.calls,
            rate: call.calls / seconds,
            errors: call.errors,
            error_rate: (100 * call.errors) / call.calls,
            latency_mean: call.durations.mean(),
            latency_p95: call.durations.quantile(0.95),
          })),
        };
      },
    );
  };
}

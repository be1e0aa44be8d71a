import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { hubId } from '@hubscope/core/signal';
import { switchesAnswer, switchTurn } from '@hubscope/core/wire';
import { hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';

/** The optimizations of a hub, to be turned from here so that their effect can be watched. */
export function switchRoutes({ switches }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs/:hub/switches',
      {
        schema: {
          summary: 'The optimizations that the sample hub can turn; none of any other hub',
          params: hubParams,
          response: { 200: switchesAnswer },
        },
      },
      async ({ params }) => switches.list(hubId(params.hub)),
    );
    app.post(
      '/hubs/:hub/switches',
      {
        schema: {
          summary: 'Turn an optimization and mark the moment',
          params: hubParams,
          body: switchTurn,
          response: { 200: switchesAnswer },
        },
      },
      async ({ params, body }) => switches.turn(hubId(params.hub), body),
    );
  };
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { newSilence, silence } from '@hubscope/core/wire';
import { nameOf } from './guard.js';
import type { ApiPorts } from './ports.js';

export function silenceRoutes({ silences }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/silences',
      {
        schema: {
          summary: 'Silences, the newest first; those that are over stay a week',
          response: { 200: z.array(silence) },
        },
      },
      async () => [...silences.list()],
    );
    app.post(
      '/silences',
      {
        schema: {
          summary: 'Mute alerts for a time, from now or from later on',
          body: newSilence,
          response: { 201: silence },
        },
      },
      async (request, reply) => {
        const by = nameOf(request, request.body.by);
        const asked = by === null ? request.body : { ...request.body, by };
        return reply.code(201).send(await silences.create(asked));
      },
    );
    app.delete(
      '/silences/:id',
      {
        schema: {
          summary: 'End a silence',
          params: z.object({ id: z.string().min(1).max(200) }),
          response: { 200: silence },
        },
      },
      async ({ params }) => silences.end(params.id),
    );
  };
}

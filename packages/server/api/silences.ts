import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { demandHubs } from '@hubscope/core/access';
import { HubscopeError, newSilence, silence } from '@hubscope/core/wire';
import { nameOf } from './guard.js';
import { concerns, grantOf } from './hub-guard.js';
import type { ApiPorts } from './ports.js';

export function silenceRoutes({ hubs, silences }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/silences',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'Silences, the newest first; those that are over stay a week',
          response: { 200: z.array(silence) },
        },
      },
      async (request) => {
        const grant = grantOf(request);
        return silences.list().filter(({ matcher }) => concerns(grant, matcher.hub, hubs));
      },
    );
    app.post(
      '/silences',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'Mute alerts for a time, from now or from later on',
          body: newSilence,
          response: { 201: silence },
        },
      },
      async (request, reply) => {
        demandHubs(grantOf(request), request.body.matcher.hub);
        const by = nameOf(request, request.body.by);
        const asked = by === null ? request.body : { ...request.body, by };
        return reply.code(201).send(await silences.create(asked));
      },
    );
    app.delete(
      '/silences/:id',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'End a silence',
          params: z.object({ id: z.string().min(1).max(200) }),
          response: { 200: silence },
        },
      },
      async (request) => {
        const { id } = request.params;
        const found = silences.list().find((each) => each.id === id);
        if (found === undefined) throw new HubscopeError('unknown_silence');
        demandHubs(grantOf(request), found.matcher.hub);
        return silences.end(id);
      },
    );
  };
}

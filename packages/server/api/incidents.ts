import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { incident, incidentDetail, incidentPage, incidentQuery, noteBody } from '@hubscope/core/wire';
import { nameOf } from './guard.js';
import type { ApiPorts } from './ports.js';

const idParams = z.object({ id: z.string().min(1).max(200) });

export function incidentRoutes({ incidents }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/incidents',
      {
        schema: {
          summary: 'Incidents, the newest first',
          querystring: incidentQuery,
          response: { 200: incidentPage },
        },
      },
      async ({ query }) => incidents.page(query),
    );
    app.get(
      '/incidents/:id',
      {
        schema: {
          summary: 'An incident with its timeline, the markers near it and the components involved',
          params: idParams,
          response: { 200: incidentDetail },
        },
      },
      async ({ params }) => incidents.detail(params.id),
    );
    app.post(
      '/incidents/:id/notes',
      {
        schema: {
          summary: 'Write a note into the timeline',
          params: idParams,
          body: noteBody,
          response: { 200: incident },
        },
      },
      async (request) =>
        incidents.note(request.params.id, nameOf(request, request.body.by), request.body.note),
    );
  };
}

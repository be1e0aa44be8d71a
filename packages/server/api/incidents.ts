import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { demandHub, reaches } from '@hubscope/core/access';
import { incident, incidentDetail, incidentPage, incidentQuery, noteBody } from '@hubscope/core/wire';
import { nameOf } from './guard.js';
import { grantOf } from './hub-guard.js';
import type { ApiPorts } from './ports.js';

const idParams = z.object({ id: z.string().min(1).max(200) });

export function incidentRoutes({ alerts, incidents }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/incidents',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'Incidents, the newest first',
          querystring: incidentQuery,
          response: { 200: incidentPage },
        },
      },
      async (request) => {
        const grant = grantOf(request);
        return incidents.page(request.query, (hub) => reaches(grant, hub));
      },
    );
    app.get(
      '/incidents/:id',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'An incident with its timeline, the markers near it and the components involved',
          params: idParams,
          response: { 200: incidentDetail },
        },
      },
      async (request) => {
        const detail = await incidents.detail(request.params.id);
        demandHub(grantOf(request), detail.hub);
        return detail;
      },
    );
    app.post(
      '/incidents/:id/notes',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'Write a note into the timeline',
          params: idParams,
          body: noteBody,
          response: { 200: incident },
        },
      },
      async (request) => {
        const { params, body } = request;
        const hub = alerts.hubOf(params.id);
        if (hub !== null) demandHub(grantOf(request), hub);
        return incidents.note(params.id, nameOf(request, body.by), body.note);
      },
    );
  };
}

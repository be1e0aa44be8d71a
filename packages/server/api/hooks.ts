import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cleanName, hubId } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { HubscopeError, marker } from '@hubscope/core/wire';
import { deploymentOf } from './deployments.js';
import type { ApiPorts } from './ports.js';

/** GitHub's payloads may be far larger than our own bodies, bytes. */
const maxPayloadBytes = 5_242_880;

const headers = z.looseObject({
  'x-github-event': z.string().max(100).optional(),
  'x-gitlab-event': z.string().max(100).optional(),
});

/** Deployments as GitHub and GitLab tell of them: each that succeeded becomes a marker. */
export function hookRoutes({ clock, markers }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/hooks/deployments',
      {
        bodyLimit: maxPayloadBytes,
        schema: {
          summary: 'A webhook for deployments and releases of GitHub and GitLab',
          querystring: z.object({ hub: z.string().min(1).max(200) }),
          headers,
          body: z.looseObject({}),
          response: { 200: z.object({ ignored: z.string() }), 201: marker },
        },
      },
      async ({ query, headers: sent, body }, reply) => {
        const found = deploymentOf(sent['x-github-event'], sent['x-gitlab-event'], body);
        if (found === 'unknown') {
          throw new HubscopeError('invalid_request', 'Neither X-GitHub-Event nor X-Gitlab-Event is set.');
        }
        if (found === null)
          return reply.code(200).send({ ignored: 'It tells of no deployment that is done.' });
        const hub = hubId(query.hub);
        const name = cleanName(found.name);
        const at = millis(found.at ?? clock.now());
        // A webhook that is delivered twice names one moment.
        const known = (await markers.list(hub)).find((each) => each.name === name && each.at === at);
        return reply.code(201).send(known ?? (await markers.create(hub, name, at, { origin: 'program' })));
      },
    );
  };
}

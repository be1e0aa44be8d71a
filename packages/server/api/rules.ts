import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hubId } from '@hubscope/core/signal';
import {
  HubscopeError,
  previewAnswer,
  previewBody,
  ruleInForce,
  suggestion,
  writtenRule,
} from '@hubscope/core/wire';
import { concerns, grantOf } from './hub-guard.js';
import { hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';

const idParams = z.object({ id: z.string().min(1).max(400) });

export function ruleRoutes({ hubs, rules }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/rules',
      {
        config: { hubs: 'own' },
        schema: { summary: 'The alert rules in force', response: { 200: z.array(ruleInForce) } },
      },
      async (request) => {
        const grant = grantOf(request);
        return rules.list().filter(({ hub }) => concerns(grant, hub, hubs));
      },
    );
    app.get(
      '/rules/:id',
      {
        config: { hubs: 'own' },
        schema: { summary: 'An alert rule', params: idParams, response: { 200: ruleInForce } },
      },
      async (request) => {
        const found = rules.find(request.params.id);
        if (!concerns(grantOf(request), found.hub, hubs)) throw new HubscopeError('unknown_rule');
        return found;
      },
    );
    app.post(
      '/rules',
      { schema: { summary: 'Make an alert rule', body: writtenRule, response: { 201: ruleInForce } } },
      async ({ body }, reply) => reply.code(201).send(await rules.create(body)),
    );
    app.put(
      '/rules/:id',
      {
        schema: {
          summary: 'Put another rule in the place of one that was made here, or of a default one',
          params: idParams,
          body: writtenRule,
          response: { 200: ruleInForce },
        },
      },
      async ({ params, body }) => rules.replace(params.id, body),
    );
    app.delete(
      '/rules/:id',
      {
        schema: {
          summary: 'Delete a rule; a default one is again as it was',
          params: idParams,
          response: { 204: z.null() },
        },
      },
      async ({ params }, reply) => {
        await rules.remove(params.id);
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/rules/preview',
      {
        schema: {
          summary: 'When a rule would have fired in the last 24 hours',
          body: previewBody,
          response: { 200: previewAnswer },
        },
      },
      async ({ body }) => rules.preview(body),
    );
    app.get(
      '/hubs/:hub/suggestions',
      {
        schema: {
          summary: 'Thresholds from the hub’s own past, once ten minutes of it are known',
          params: hubParams,
          response: { 200: z.array(suggestion) },
        },
      },
      async ({ params }) => [...(await rules.suggestions(hubId(params.hub)))],
    );
  };
}

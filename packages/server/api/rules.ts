import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ruleShape } from '@hubscope/core/wire';
import type { ApiPorts } from './ports.js';

export function ruleRoutes({ rules }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/rules',
      { schema: { summary: 'The alert rules in force', response: { 200: z.array(ruleShape) } } },
      async () => [...rules.list()],
    );
  };
}

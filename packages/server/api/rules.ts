import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { condition, severity, type Rule } from '@hubscope/core/wire';
import type { ApiPorts } from './ports.js';

/** A rule with its defaults filled in; durations in seconds. */
const ruleAnswer = z.object({
  name: z.string(),
  signal: z.string(),
  condition,
  threshold: z.number(),
  severity,
  for: z.number(),
  keep_firing_for: z.number(),
  resolve_at: z.number().nullable(),
  cooldown: z.number(),
  approach: z.number(),
  hub: z.string().nullable(),
  component: z.string().nullable(),
  no_data: z.enum(['keep', 'fire', 'resolve']),
}) satisfies z.ZodType<Rule>;

export function ruleRoutes({ rules }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/rules',
      { schema: { summary: 'The alert rules in force', response: { 200: z.array(ruleAnswer) } } },
      async () => [...rules.list()],
    );
  };
}

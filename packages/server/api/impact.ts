import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { known } from '@hubscope/core/wire';
import { hubParams } from './hubs.js';

const impactAnswer = z.object({
  /** The baseline's name; null where there is none to compare with. */
  baseline: z.string().nullable(),
  /** Where the stretch that is compared begins, ms since the epoch. */
  since: known,
  overall: known,
  signals: z.array(
    z.object({
      signal: z.string(),
      before: known,
      after: known,
      /** Improvement as a fraction, positive when better; `low` and `high` bound it. */
      change: known,
      low: known,
      high: known,
      verdict: z.enum(['improved', 'regressed', 'same', 'unknown']),
      reason: z.string().nullable(),
    }),
  ),
});

/** The change from a baseline to now. This server keeps no baselines, so that there is none to tell. */
export function impactRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs/:hub/impact',
      {
        schema: {
          summary: 'The change of each signal from a baseline to now',
          params: hubParams,
          response: { 200: impactAnswer },
        },
      },
      async () => ({ baseline: null, since: null, overall: null, signals: [] }),
    );
  };
}

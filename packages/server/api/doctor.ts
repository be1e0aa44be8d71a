import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { doctorAnswer } from '@hubscope/core/wire';
import type { ApiPorts } from './ports.js';

export function doctorRoutes({ doctor }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/doctor',
      {
        schema: {
          summary: 'Why no data is seen: what arrived at which door, what was refused, and what to do',
          response: { 200: doctorAnswer },
        },
      },
      async () => doctor.report(),
    );
    return Promise.resolve();
  };
}

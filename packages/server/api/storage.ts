import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { hubId } from '@hubscope/core/signal';
import { HubscopeError } from '@hubscope/core/wire';
import { z } from 'zod';
import { grantOf, within } from './hub-guard.js';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';

const hubSize = z.object({
  hub: z.string(),
  /** Bytes of packed history on disk. */
  bytes: z.number(),
  /** The first and the last second on disk, ms since the epoch. */
  from: z.number(),
  to: z.number(),
});

const storageAnswer = z.object({
  /** What is wrong with the data folder, in sentences; empty where all is well. */
  troubles: z.array(z.string()),
  hubs: z.array(hubSize),
});

const backupBody = z.object({ folder: z.string().min(1).max(1000) });

export function storageRoutes({ hubs, archive }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/storage',
      {
        config: { hubs: 'own' },
        schema: { summary: 'What each hub takes on disk', response: { 200: storageAnswer } },
      },
      async (request) => ({
        troubles: [...archive.troubles()],
        hubs: within(grantOf(request), await archive.sizes(), ({ hub }) => hub).map(
          ({ hub, bytes, first, last }) => ({
            hub,
            bytes,
            from: first * 1000,
            to: last * 1000,
          }),
        ),
      }),
    );
    app.post(
      '/backup',
      {
        schema: {
          summary: 'Copy all that is kept, as it stands, into a new folder on the server',
          body: backupBody,
          response: { 201: backupBody },
        },
      },
      async ({ body }, reply) => {
        try {
          await archive.backup(body.folder);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          throw new HubscopeError('backup_failed', `The backup failed: ${why}`);
        }
        return reply.code(201).send(body);
      },
    );
    app.delete(
      '/hubs/:hub',
      {
        config: { scope: 'admin' },
        schema: {
          summary: 'Forget a hub and all its history',
          params: hubParams,
          response: { 204: z.null() },
        },
      },
      async ({ params }, reply) => {
        const hub = hubId(params.hub);
        foundHub(hub, hubs.list().find(({ name }) => name === hub) ?? null);
        await archive.forget(hub);
        return reply.code(204).send(null);
      },
    );
  };
}

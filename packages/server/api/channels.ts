import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { channelAnswer, channelReply, delivery, newChannel } from '@hubscope/core/wire';
import type { ApiPorts } from './ports.js';

const params = z.object({ id: z.string().min(1).max(200) });

export function channelRoutes({ channels }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/channels',
      {
        schema: { summary: 'Where people are told of incidents', response: { 200: z.array(channelAnswer) } },
      },
      async () => [...channels.list()],
    );
    app.post(
      '/channels',
      { schema: { summary: 'Make a channel', body: newChannel, response: { 201: channelAnswer } } },
      async ({ body }, reply) => reply.code(201).send(await channels.create(body)),
    );
    app.get(
      '/channels/:id',
      { schema: { summary: 'A channel and how it does', params, response: { 200: channelAnswer } } },
      async ({ params: { id } }) => channels.find(id),
    );
    app.put(
      '/channels/:id',
      {
        schema: { summary: 'Change a channel', params, body: newChannel, response: { 200: channelAnswer } },
      },
      async ({ params: { id }, body }) => channels.replace(id, body),
    );
    app.delete(
      '/channels/:id',
      { schema: { summary: 'Delete a channel', params, response: { 204: z.null() } } },
      async ({ params: { id } }, reply) => {
        await channels.remove(id);
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/channels/:id/test',
      {
        schema: {
          summary: 'Try a channel: what the other side says to a message that says it is a test',
          params,
          response: { 200: channelReply },
        },
      },
      async ({ params: { id } }) => channels.test(id),
    );
    app.get(
      '/channels/:id/deliveries',
      {
        schema: {
          summary: 'What became of the last messages, newest first',
          params,
          response: { 200: z.array(delivery) },
        },
      },
      async ({ params: { id } }) => [...channels.deliveries(id)],
    );
  };
}

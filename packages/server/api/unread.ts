import type { FastifyInstance } from 'fastify';

/** How long a client may take nothing of what is written to it, ms. */
export const unreadMs = 60_000;

/** Shows out clients that do not read what they asked for: their answers would stay half written for as long as they like. */
export function endUnread(app: FastifyInstance, patienceMs: number): void {
  app.addHook('onRequest', async (_request, { raw }) => {
    raw.setTimeout(patienceMs, () => {
      const { socket } = raw;
      // An answer of which nothing is there yet is not the client's to read.
      if (socket !== null && raw.writableLength > 0) socket.destroy();
    });
  });
}

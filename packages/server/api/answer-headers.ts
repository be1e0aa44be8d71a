import type { FastifyInstance, FastifyReply } from 'fastify';

/** An answer is data, wherever a browser opens it: it runs nothing, loads nothing and stands in no frame. */
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
} as const;

export function protect(reply: FastifyReply): void {
  void reply.headers(always);
}

/** Protects every answer. A page that needs more sets its own policy afterwards. Call it before other hooks are added. */
export function protectAnswers(app: FastifyInstance): void {
  // At the beginning: a stream of events takes its headers over before anything is sent.
  app.addHook('onRequest', async (_request, reply) => {
    protect(reply);
  });
}

/** For routes whose answers hold what is told once, or who somebody is: no cache keeps them. */
export function keepNowhere(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
  });
}

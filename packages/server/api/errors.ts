import type { FaultLog } from '@hubscope/core/log';
import type { FastifyInstance } from 'fastify';
import { HubscopeError } from '@hubscope/core/wire';
import { expectedError, sendProblem } from './problem.js';

/** Answers every failure as a problem; what nobody expected is logged once, and counted by its status. */
export function answerErrors(app: FastifyInstance, log: FaultLog): void {
  app.setErrorHandler((thrown, request, reply) => {
    const expected = expectedError(thrown);
    if (expected !== null) return sendProblem(reply, expected);
    // Who hung up in the midst of a body hears nothing any more, and must not fill the log.
    if (request.raw.destroyed && !request.raw.complete)
      return sendProblem(reply, new HubscopeError('malformed_body'));
    log.error('a request failed', {
      method: request.method,
      route: request.routeOptions.url ?? null,
      error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    });
    return sendProblem(reply, new HubscopeError('internal'));
  });
}

interface KnownRoute {
  readonly method: string;
  readonly pattern: RegExp;
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace(/\*$/, '.*').replace(/:[^/]+/g, '[^/]+')}$`);
}

/** Answers addresses that are not there with 404, and those that only take another method with 405 and `Allow`. */
export function answerUnknown(app: FastifyInstance): void {
  const routes: KnownRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    if (url === '*') return; // the preflight's own, which is at every address
    const pattern = patternOf(url);
    for (const each of [method].flat()) routes.push({ method: each, pattern });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
    if (methods.size === 0 || methods.has(request.method)) {
      return sendProblem(reply, new HubscopeError('not_found'));
    }
    void reply.header('allow', [...methods].sort().join(', '));
    return sendProblem(reply, new HubscopeError('method_not_allowed'));
  });
}

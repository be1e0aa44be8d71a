import type { FastifyInstance } from 'fastify';
import { HubscopeError } from '@hubscope/core/wire';

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The name of a `Host` header without its port. */
function nameOf(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

/** Whether a `Host` header names this machine's loopback. */
export function isLoopbackHost(host: string): boolean {
  const name = nameOf(host);
  return loopbackNames.has(name) || name.endsWith('.localhost');
}

/**
 * Refuses requests that came under a name which is not this server's. Only for a server that listens on loopback: there, a
 * page that lets its own name point at 127.0.0.1 (DNS rebinding) would else read everything as its own origin.
 * @param others host names, without port, that are this server's too: of a proxy before it; asked each time
 */
export function guardHosts(app: FastifyInstance, others: () => readonly string[]): void {
  const isOther = (name: string): boolean => others().some((other) => other.toLowerCase() === name);
  app.addHook('onRequest', async (request) => {
    const { host } = request.headers;
    if (host === undefined || isLoopbackHost(host) || isOther(nameOf(host))) return;
    throw new HubscopeError('forbidden_origin', 'This server answers under the names of loopback only.');
  });
}

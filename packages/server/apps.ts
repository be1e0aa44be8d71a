import type { Config } from '@hubscope/core/wire';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  apiServerOptions,
  createApi,
  dashboard,
  guardHosts,
  originPolicy,
  type ApiPorts,
  type OriginPolicy,
} from './api/index.js';
import { trustedProxies } from './proxies.js';

/** Where a server listens, and the origins beside its own whose pages may use it: looked at with each request, since a reload may change it. */
export type Reach = Pick<Config, 'host' | 'origins' | 'trusted_proxies' | 'tls'>;

/** Refuses other names than loopback's, and those of a proxy that the configuration names, where loopback is all it listens on. */
function onLoopback(app: FastifyInstance, reach: Pick<Reach, 'host' | 'origins'>): void {
  if (reach.host === 'loopback')
    guardHosts(app, () =>
      reach.origins.flatMap((origin) => (URL.canParse(origin) ? [new URL(origin).hostname] : [])),
    );
}

/** Whose pages may use the server. @param doors the ports in use; null before they are open */
export function serverOrigins(
  reach: Pick<Reach, 'host' | 'origins' | 'tls'>,
  doors: () => { readonly dashboard: number; readonly api: number } | null,
): OriginPolicy {
  const scheme = reach.tls === null ? 'http' : 'https';
  return originPolicy({
    own: () => {
      const open = doors();
      const ports = open === null ? [] : [open.dashboard, open.api];
      const names = ['localhost', '127.0.0.1', '[::1]'];
      return ports.flatMap((port) => names.map((name) => `${scheme}://${name}:${String(port)}`));
    },
    others: () => reach.origins,
    sameHost: reach.host !== 'loopback',
  });
}

/** What is behind the doors of the API and of the dashboard: the API, and the dashboard's files where it was built. */
export async function webApp(
  ports: ApiPorts,
  reach: Reach,
  directory: string | null,
): Promise<FastifyInstance> {
  const app = Fastify({
    ...apiServerOptions,
    trustProxy: trustedProxies(() => reach.trusted_proxies),
  });
  onLoopback(app, reach);
  await app.register(createApi(ports));
  if (directory !== null) await app.register(dashboard({ directory }));
  return app;
}

import Fastify, { type FastifyInstance } from 'fastify';
import { apiServerOptions, createApi, dashboard, guardHosts, type ApiPorts } from './api/index.js';

/** Refuses other names than loopback's where that is all the server listens on. */
function onLoopback(app: FastifyInstance, host: string): void {
  if (host === 'loopback') guardHosts(app, []);
}

/** The server behind the API's door. */
export async function apiApp(ports: ApiPorts, host: string): Promise<FastifyInstance> {
  const app = Fastify(apiServerOptions);
  onLoopback(app, host);
  await app.register(createApi(ports));
  return app;
}

/** The server behind the dashboard's door: the same API, and the dashboard's files where it was built. */
export async function dashboardApp(
  ports: ApiPorts,
  host: string,
  directory: string | null,
): Promise<FastifyInstance> {
  const app = await apiApp(ports, host);
  if (directory !== null) await app.register(dashboard({ directory }));
  return app;
}

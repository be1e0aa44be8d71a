import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyPluginAsync, FastifyServerOptions } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type FastifyPluginAsyncZod,
} from 'fastify-type-provider-zod';
import { HubscopeError } from '@hubscope/core/wire';
import { accessRoutes, sessionRoutes } from './access.js';
import { protectAnswers } from './answer-headers.js';
import { alertRoutes } from './alerts.js';
import { baselineRoutes } from './baselines.js';
import { callRoutes } from './calls.js';
import { changeRoutes } from './changes.js';
import { doctorRoutes } from './doctor.js';
import { answerErrors, answerUnknown } from './errors.js';
import { exportRoutes } from './export.js';
import { healthRoutes, hubHealthRoutes } from './health.js';
import { channelRoutes } from './channels.js';
import { heatmapRoutes } from './heatmap.js';
import { historyRoutes } from './history.js';
import { hookRoutes } from './hooks.js';
import { hubRoutes } from './hubs.js';
import { importRoutes } from './import.js';
import { impactRoutes } from './impact.js';
import { incidentRoutes } from './incidents.js';
import { markerRoutes } from './markers.js';
import { ApiMetrics } from './metrics.js';
import { guardAccess } from './guard.js';
import { guardOrigins } from './origins.js';
import { packAnswers } from './packing.js';
import type { ApiPorts } from './ports.js';
import { expectedError, sendProblem } from './problem.js';
import { providerRoutes } from './provider-sign-in.js';
import { ruleRoutes } from './rules.js';
import { shareRoutes } from './shares.js';
import { silenceRoutes } from './silences.js';
import { streamRoutes } from './stream.js';
import { switchRoutes } from './switches.js';
import { telemetryRoutes } from './telemetry.js';
import { storageRoutes } from './storage.js';
import { endUnread, unreadMs } from './unread.js';

/** Every route is checked by zod; Fastify would load Ajv to have it at hand. */
function zodAlone(): never {
  throw new Error('a route was added before the API set its compilers');
}

/** How a Fastify server must be made for this API: limits, and errors that come before any route. */
export const apiServerOptions = {
  bodyLimit: 65_536,
  requestTimeout: 30_000,
  keepAliveTimeout: 72_000,
  // A hub's name of 200 characters, each of up to 12 once it is percent-encoded.
  routerOptions: { maxParamLength: 2_400 },
  schemaController: { compilersFactory: { buildValidator: zodAlone, buildSerializer: zodAlone } },
  frameworkErrors: (error, _request, reply) => {
    void sendProblem(reply, expectedError(error) ?? new HubscopeError('invalid_request'));
  },
} satisfies FastifyServerOptions;

/**
 * The REST API under `/api/v1`, its description at `/openapi.json`, and `/healthz`, `/readyz` and `/metrics`. The plugin may
 * be registered on several servers; it is not encapsulated, so that all of a server's errors are answered alike.
 * @param patienceMs how long a client may take nothing of its answer
 */
export function createApi(ports: ApiPorts, patienceMs = unreadMs): FastifyPluginAsync {
  const metrics = new ApiMetrics(ports.metrics);
  const resources: FastifyPluginAsyncZod[] = [
    hubRoutes(ports),
    historyRoutes(ports),
    heatmapRoutes(ports),
    exportRoutes(ports),
    importRoutes(ports),
    storageRoutes(ports),
    impactRoutes(ports),
    switchRoutes(ports),
    baselineRoutes(ports),
    changeRoutes(ports),
    hookRoutes(ports),
    markerRoutes(ports),
    alertRoutes(ports),
    ruleRoutes(ports),
    incidentRoutes(ports),
    silenceRoutes(ports),
    hubHealthRoutes(ports),
    doctorRoutes(ports),
    telemetryRoutes(ports),
    callRoutes(ports),
    channelRoutes(ports),
    streamRoutes(ports),
    sessionRoutes(ports),
    providerRoutes(ports),
    accessRoutes(ports),
    shareRoutes(ports),
  ];
  const plugin = async (app: FastifyInstance): Promise<void> => {
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    // Only JSON is read: a form or a plain text of another site's page can change nothing here.
    app.removeContentTypeParser('text/plain');
    answerErrors(app, ports.log);
    answerUnknown(app);
    protectAnswers(app);
    endUnread(app, patienceMs);
    packAnswers(app);
    await guardOrigins(app, ports.origins);
    guardAccess(app, ports.access);
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Hubscope',
          version: ports.version,
          description:
            'Times are milliseconds since the epoch. Errors are application/problem+json with a stable code.',
        },
      },
      transform: jsonSchemaTransform,
    });
    app.get('/openapi.json', { config: { hubs: 'own' }, schema: { hide: true } }, async () => app.swagger());
    await app.register(healthRoutes(ports));
    for (const resource of resources) await app.register(resource, { prefix: '/api/v1' });
    metrics.serve(app);
  };
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

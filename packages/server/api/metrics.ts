import type { FastifyInstance } from 'fastify';
import { reaches, type Grant } from '@hubscope/core/access';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { grantOf } from './hub-guard.js';
import type { Metric, Metrics } from './ports.js';

/** The registry behind `/metrics`: the process's own metrics, those that the port tells, and requests by route. */
export class ApiMetrics {
  readonly #registry = new Registry();
  readonly #source: Metrics;
  readonly #told = new Map<string, Counter | Gauge>();
  readonly #requests = new Counter({
    name: 'hubscope_http_requests_total',
    help: 'Requests answered, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.#registry],
  });

  constructor(source: Metrics) {
    this.#source = source;
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 50 });
  }

  /** Counts the requests of a server and answers `/metrics` on it. */
  serve(app: FastifyInstance): void {
    app.addHook('onResponse', async (request, reply) => {
      // The route, not the address: addresses come from outside and are without number.
      const route = request.routeOptions.url ?? 'none';
      this.#requests.inc({ method: request.method, route, status: String(reply.statusCode) });
    });
    app.get('/metrics', { config: { hubs: 'own' }, schema: { hide: true } }, async (request, reply) => {
      const text = withoutOthers(await this.text(), grantOf(request));
      return reply.type(this.#registry.contentType).send(text);
    });
  }

  async text(): Promise<string> {
    for (const metric of this.#source.collect()) this.#take(metric);
    return this.#registry.metrics();
  }

  #take({ name, help, type, samples }: Metric): void {
    let told = this.#told.get(name);
    if (told === undefined) {
      const settings = {
        name,
        help,
        labelNames: [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))],
        registers: [this.#registry],
      };
      told = type === 'counter' ? new Counter(settings) : new Gauge(settings);
      if (samples.length > 0) this.#told.set(name, told);
      else this.#registry.removeSingleMetric(name);
    }
    // Counters are kept by those who count; here they are only written down anew.
    told.reset();
    for (const { labels, value } of samples) told.inc({ ...labels }, value);
  }
}

const hubLabel = /[{,]hub="((?:[^"\\]|\\.)*)"/;

/** The page of metrics without the lines of hubs that the grant is not for. */
function withoutOthers(page: string, grant: Grant): string {
  if (grant.hubs === null) return page;
  const told = page.split('\n').filter((line) => {
    const hub = hubLabel.exec(line)?.[1];
    return hub === undefined || reaches(grant, hub.replaceAll(/\\(["\\])/g, '$1'));
  });
  return told.join('\n');
}

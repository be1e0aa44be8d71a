import Fastify, { type FastifyInstance } from 'fastify';
import { noLimits, openGate } from '@hubscope/core/access/testing';
import { Distribution } from '@hubscope/core/distribution';
import { hubId, SignalTable, type Point } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import type { Call } from '@hubscope/core/window';
import { HubscopeError, type Alert, type HubStatus, type Marker } from '@hubscope/core/wire';
import { apiServerOptions, createApi } from '../api.js';
import { originPolicy } from '../origins.js';
import type { ApiPorts, HistoryRequest } from '../ports.js';
import { fakeAlerting } from './fake-alerting.js';

export const now = 1_700_000_000_000;

export const shop: HubStatus = {
  name: 'shop',
  state: 'live',
  version: '1.2.0',
  instances: 2,
  first_second: now / 1000 - 100,
  last_second: now / 1000 - 1,
  lag_ms: 400,
  resolution: 1,
  operations_from: 'spans',
  cpu_allotted: { cpus: 2, from: 'limit' },
  closed_load: false,
  operations_per_minute: 600,
  dropped: { duplicate: 3 },
  coarse_latency: false,
};

export const firing: Alert = {
  id: 'a1',
  threshold: {
    name: 'High Latency',
    metric: 'latency_ms',
    threshold: 150,
    condition: 'above',
    severity: 'warning',
    cooldown_secs: 300,
  },
  triggered_at: now - 5000,
  current_value: 200,
  message: 'Latency 200 ms is above 150 ms',
  acknowledged: false,
  state: 'firing',
  hub: 'shop',
  component: null,
  column: 'latency',
  resolved_at: null,
  blind_since: null,
  acknowledged_by: null,
  acknowledged_at: null,
  note: null,
  occurrences: 1,
};

const nothing = (): never => {
  throw new Error('not asked in this test');
};

/** Impacts that no test of another resource asks for. */
const unasked: ApiPorts['impacts'] = {
  view: nothing,
  detail: nothing,
  comparison: nothing,
  compare: nothing,
  compareStretches: nothing,
  compareVariants: nothing,
  changes: nothing,
  suggested: nothing,
  share: nothing,
  shared: nothing,
  baselines: nothing,
  baseline: nothing,
  capture: nothing,
  exportBaseline: nothing,
  importBaseline: nothing,
  removeBaseline: nothing,
};

/** Everybody may do everything. */
export const openAccess: ApiPorts['access'] = {
  ...openGate,
  guarded: false,
  public: false,
  provider: null,
  cookie: 'hubscope_session',
  keys: { list: () => [], create: nothing, rotate: nothing, revoke: nothing },
  shares: { list: () => [], create: nothing, revoke: nothing },
  users: { list: () => [], create: nothing, remove: nothing },
  audit: { note: () => undefined, list: () => [] },
  limits: noLimits,
  signIn: nothing,
  firstSignIn: nothing,
  openShare: nothing,
  leaveForProvider: nothing,
  returnFromProvider: nothing,
  signOut: async () => undefined,
};

/** A server with the API on it, and what its ports were asked. */
export class Fake {
  readonly requests: HistoryRequest[] = [];
  readonly markers: Marker[] = [];
  readonly imported: Point[] = [];
  readonly forgotten: string[] = [];
  readonly logged: string[] = [];
  readonly app: FastifyInstance = Fastify(apiServerOptions);
  ready = true;
  calls: readonly Call[] = [];
  readonly ports: ApiPorts;

  constructor(over: Partial<ApiPorts> = {}) {
    const table = new SignalTable();
    this.ports = {
      clock: new SimulatedClock(millis(now)),
      table,
      version: '0.1.0',
      access: openAccess,
      origins: originPolicy({ own: () => ['http://localhost:3000'], others: () => [], sameHost: false }),
      hubs: {
        list: () => [shop],
        components: (hub) =>
          hub === hubId('shop')
            ? [{ key: 'agent:planner', kind: 'agent', name: 'planner', values: { throughput: 4 } }]
            : null,
        pastComponents: (hub) => (hub === hubId('shop') ? ['agent:planner', 'tool:search'] : null),
        snapshot: (hub) =>
          hub === hubId('shop')
            ? { status: shop, second: second(now / 1000 - 1), values: { throughput: 9 }, judgement: null }
            : null,
      },
      history: {
        history: async (request) => {
          this.requests.push(request);
          const steps = Math.ceil((request.to - request.from) / request.stepSeconds);
          return request.columns.map((_, column) => {
            const values = Float64Array.from({ length: steps }, (__, step) =>
              step === 0 ? NaN : column * 100 + step,
            );
            return { values, low: values.map((value) => value - 1), high: values.map((value) => value + 1) };
          });
        },
        histories: ({ components, ...request }) =>
          Promise.all(components.map((component) => this.ports.history.history({ ...request, component }))),
        // Nothing is known of the first step; each has as many operations of 25 ms as its number, and one of 400 ms.
        distributions: async ({ hub, component, from, to, stepSeconds }) => {
          this.requests.push({ hub, component, from, to, stepSeconds, columns: [] });
          const steps = Math.ceil((to - from) / stepSeconds);
          return Array.from({ length: steps }, (_, step) => {
            if (step === 0) return null;
            const made = new Distribution();
            made.record(25, step);
            made.record(400);
            return made;
          });
        },
      },
      archive: {
        troubles: () => [],
        sizes: async () => [
          { hub: hubId('shop'), bytes: 1000, first: now / 1000 - 100, last: now / 1000 - 1 },
        ],
        import: async (_hub, points) => {
          this.imported.push(...points);
        },
        backup: async (folder) => {
          if (folder === '/full') throw new Error('ENOSPC: no space left on device');
        },
        forget: async (hub) => {
          this.forgotten.push(hub);
        },
        csvOfParquet: (parquet) => parquet,
        parquetOfCsv: async (csv) =>
          Buffer.from(`parquet of ${String((await csv.toArray()).join('').length)}`),
      },
      markers: {
        list: async (hub) => this.markers.filter((marker) => hub === null || marker.hub === hub),
        create: async (hub, name, at) => {
          const created: Marker = {
            id: `m${String(this.markers.length + 1)}`,
            hub,
            name,
            at,
            origin: 'program',
          };
          this.markers.push(created);
          return created;
        },
        find: async (id) =>
          this.markers.find((marker) => marker.id === id) ??
          Promise.reject(new HubscopeError('unknown_marker')),
        remove: async ({ id }) => {
          this.markers.splice(0, Infinity, ...this.markers.filter((marker) => marker.id !== id));
        },
      },
      impacts: unasked,
      switches: { list: nothing, turn: nothing },
      alerts: {
        list: ({ hub = 'shop', state = 'firing', limit }) => {
          const alerts = hub === firing.hub && state === firing.state ? [firing] : [];
          // As if there were a thousand.
          return { alerts, leftOut: 1000 - limit };
        },
        hubOf: (id) => (id === 'a1' ? 'shop' : null),
        acknowledge: (id, by, note) => {
          if (id !== 'a1') throw new HubscopeError(id === 'over' ? 'alert_not_firing' : 'unknown_alert');
          return { ...firing, acknowledged: true, acknowledged_by: by, note };
        },
        unacknowledge: (id) => {
          if (id !== 'a1') throw new HubscopeError('unknown_alert');
          return firing;
        },
      },
      ...fakeAlerting(),
      doctor: {
        report: () => ({
          at: 0,
          seconds: 300,
          healthy: true,
          findings: [],
          doors: [],
          targets: [],
          hubs: [],
        }),
      },
      events: { open: nothing, poll: () => ({ after: 'e 1 shop', messages: ['{"type":"pong","now":1}'] }) },
      telemetry: { slow: () => [], seen: () => [], calls: () => this.calls },
      channels: {
        list: () => [],
        find: () => {
          throw new HubscopeError('unknown_channel');
        },
        create: () => Promise.reject(new HubscopeError('limit_reached')),
        replace: () => Promise.reject(new HubscopeError('unknown_channel')),
        remove: () => Promise.reject(new HubscopeError('unknown_channel')),
        test: () => Promise.reject(new HubscopeError('unknown_channel')),
        deliveries: () => [],
      },
      health: { ready: () => this.ready },
      metrics: {
        collect: () => [
          {
            name: 'hubscope_dropped_total',
            help: 'Telemetry that was not counted, by reason.',
            type: 'counter',
            samples: [{ labels: { reason: 'too_old' }, value: 7 }],
          },
        ],
      },
      log: {
        error: (message) => {
          this.logged.push(message);
        },
      },
      ...over,
    };
  }

  async open(): Promise<this> {
    await this.app.register(createApi(this.ports));
    await this.app.ready();
    return this;
  }
}

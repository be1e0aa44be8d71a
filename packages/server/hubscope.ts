import type { HubId, SignalTable } from '@hubscope/core/signal';
import { Windows } from '@hubscope/core/window';
import type { Config } from '@hubscope/core/wire';
import type { FastifyInstance } from 'fastify';
import { connectAccess } from './accessing.js';
import { KeptArchive } from './archive.js';
import type { ApiPorts, OriginPolicy } from './api/index.js';
import { Alerting } from './alerting.js';
import { serverOrigins, webApp } from './apps.js';
import type { Access } from './auth/index.js';
import { inSetting } from './config/load.js';
import { AppDoor } from './app-door.js';
import { openDoor } from './doors.js';
import type { ForwardStats } from './ingest/forward/index.js';
import { HeapPressure, heapShare, windowLimits } from './heap-pressure.js';
import type { GrowthStage } from './growth/index.js';
import { connectGrowth } from './growths.js';
import { HubStates } from './hub-states.js';
import type { ImpactStage } from './impact/index.js';
import { connectImpact } from './impacts.js';
import type { Judge } from './judge/index.js';
import { openStore, restorePast } from './keeping.js';
import { Latest } from './latest.js';
import { Listeners } from './listeners.js';
import { Marking } from './marking.js';
import { MetricDoors } from './metric-doors.js';
import { reconfigure, type Reconfigured } from './reconfiguring.js';
import { connectNotifier, withNotifications, writeDown } from './notifying.js';
import type { Notifier } from './notify/index.js';
import { Operations } from './operations.js';
import { OtlpDoors } from './otlp.js';
import { Pipeline } from './pipeline.js';
import { droppedData, SelfMetrics } from './self-metrics.js';
import { signalTables, type SignalTables } from './signal-tables.js';
import type { DuckStore } from './store/duckdb/duck-store.js';
import type { Stream } from './stream/index.js';
import { connectStream } from './streaming.js';
import { clock, clockSetBack, failing, heapNearlyFull, log } from './system.js';
import { Switchboard } from './switchboard.js';
import { Turns } from './turns.js';
import { Watching } from './watching.js';

export { ConfigError, environmentNames, loadConfig } from './config/load.js';
export { DoorTaken } from './doors.js';
export { findNamesByPackets } from './names.js';
export { limitsOfSystem, startWarnings } from './start-checks.js';
export { log } from './system.js';
export type { Reconfigured } from './reconfiguring.js';

/** How often seconds that are due are looked for, ms. */
const advanceEveryMs = 50;
const pruneEveryMs = 60_000;

export interface HubscopeOptions {
  readonly config: Config;
  /** The folder of the exported dashboard; null where it was not built. */
  readonly dashboard: string | null;
  readonly version: string;
  /** Whether this process is the server's alone, and its watchdog may end it. */
  readonly alone?: boolean;
}

/** The ports in use. */
export interface Doors {
  readonly dashboard: number;
  readonly api: number;
  readonly otlpHttp: number;
  readonly otlpGrpc: number;
}

/** The whole server: the one place that knows every stage, and hands each what the one before it gives. */
export class Hubscope {
  readonly #options: HubscopeOptions;
  readonly #tables: SignalTables;
  readonly #table: SignalTable;
  readonly #store: DuckStore;
  /** Keys, people and their sessions. */
  readonly access: Access;
  readonly #windows: Windows;
  readonly #states: HubStates;
  readonly #alerting: Alerting;
  readonly #judge: Judge;
  readonly #latest: Latest;
  readonly #marking: Marking;
  /** The sample hub's optimizations, where it runs beside this server. */
  readonly switchboard: Switchboard;
  readonly #growth: GrowthStage;
  readonly #impact: ImpactStage;
  readonly #notifier: Notifier;
  readonly #stream: Stream;
  readonly #watching: Watching;
  readonly #metricDoors: MetricDoors;
  readonly #origins: OriginPolicy;
  readonly #listeners: Listeners;
  readonly #turns = new Turns(failing('a second could not be judged, told and kept'));
  readonly #pipeline: Pipeline;
  readonly #heap = new HeapPressure({ now: () => performance.now(), began: heapNearlyFull });
  readonly #operations = new Operations(heapShare());
  #doors: Doors | null = null;
  #otlp: OtlpDoors | null = null;
  #apps: FastifyInstance[] = [];
  #timers: NodeJS.Timeout[] = [];

  private constructor(
    options: HubscopeOptions,
    tables: SignalTables,
    store: DuckStore,
    listeners: Listeners,
  ) {
    const { config, version } = options;
    this.#options = options;
    this.#listeners = listeners;
    this.#origins = serverOrigins(config, () => this.#doors);
    this.#tables = tables;
    this.#table = tables.table;
    this.#store = store;
    this.access = connectAccess(config, store.records);
    this.#notifier = connectNotifier({
      clock,
      config,
      records: store.records,
      log,
      told: (told) => {
        writeDown(told, this.#judge);
      },
    });
    this.#alerting = inSetting(
      'rules',
      () =>
        new Alerting({
          clock,
          table: this.#table,
          store,
          rules: config.rules,
          outbox: this.#notifier,
          changed: (alert) => {
            this.#stream.publish({ type: 'alert', alert });
          },
          rulesChanged: () => {
            this.#stream.rulesChanged();
          },
          turns: this.#turns,
          log,
        }),
    );
    this.#judge = this.#alerting.judge;
    this.#stream = connectStream({
      config,
      table: this.#table,
      version,
      origins: this.#origins,
      gate: this.access,
      limits: this.access.limits,
      judge: this.#judge,
      otlpHttpPort: () => this.#doors?.otlpHttp ?? null,
      otlpHttpTls: listeners.secure,
    });
    this.#marking = new Marking(this.#store, (type, marker) => {
      this.#stream.publish({ type, marker });
      if (type === 'marker') this.#growth.marker(marker);
      this.#impact[type](marker);
    });
    this.switchboard = new Switchboard(clock, this.#marking);
    this.#windows = new Windows({
      clock,
      table: this.#table,
      limits: { ...windowLimits(heapShare()), components: config.max_components, hubs: config.max_hubs },
      operations: config.operations,
      closed: (second) => {
        this.#pipeline.closed(second);
      },
      marker: this.#marking.observed.bind(this.#marking),
      counted: this.#operations.note.bind(this.#operations),
      forgotten: this.#forget.bind(this),
      setBack: clockSetBack,
      failed: failing('a second could not be closed'),
    });
    this.#states = new HubStates(this.#windows, this.#table);
    this.#latest = new Latest(this.#table, this.#states);
    const past = { table: this.#table, store: this.#store, states: this.#states, log };
    this.#growth = connectGrowth({ ...past, rules: (hub) => this.#judge.rulesFor(hub) });
    this.#impact = connectImpact({ ...past, clock, hubs: this.#latest, growth: this.#growth });
    this.#pipeline = new Pipeline({
      clock,
      turns: this.#turns,
      states: this.#states,
      growth: this.#growth,
      judge: this.#judge,
      impact: this.#impact,
      stream: this.#stream,
      latest: this.#latest,
      store: this.#store,
    });
    this.#metricDoors = new MetricDoors({
      clock,
      config,
      mappings: this.#tables.mappings,
      table: this.#table,
      windows: this.#windows,
      busy: this.#heap.wait.bind(this.#heap),
      log,
      otlpPorts: () => this.#doors,
      forwarded: this.#forwarded,
    });
    this.#watching = new Watching({
      clock,
      config,
      version,
      guarded: options.alone === true,
      mappings: this.#tables.mappings,
      windows: this.#windows,
      waiting: () => this.#turns.waiting,
      log,
      counts: () => ({
        framesSent: this.#stream.stats().framesSent,
        pointsStored: this.#store.counts().pointsWritten,
        droppedData: droppedData(this.#windows),
        storeFailures: this.#judge.journal.failures + this.#store.counts().writesFailed,
        viewers: this.#stream.viewers(),
      }),
    });
  }

  /**
   * Starts a server and opens its doors.
   * @throws ConfigError where a setting can't be used
   * @throws DoorTaken where a port can't be had; nothing stays open then
   */
  static async start(given: HubscopeOptions): Promise<Hubscope> {
    // What a reload puts in force is written into it.
    const options = { ...given, config: { ...given.config } };
    log.follow(options.config);
    const listeners = await Listeners.of(options.config);
    const tables = signalTables(options.config);
    const store = await openStore(options.config, clock, tables);
    const hubscope = new Hubscope(options, tables, store, listeners);
    try {
      await hubscope.#open();
    } catch (error) {
      await hubscope.stop();
      throw error;
    }
    return hubscope;
  }

  /** The ports in use. */
  get doors(): Doors {
    if (this.#doors === null) throw new Error('the doors are not open');
    return this.#doors;
  }

  /** The port for OTLP over HTTP on loopback, without TLS, for what this process itself starts. */
  async insidePort(): Promise<number> {
    return (await this.#otlp?.inside()) ?? this.doors.otlpHttp;
  }

  /**
   * Takes a configuration that was read again, as far as that can be done without a new start.
   * @throws ConfigError where it can't be used; all stays as it was then
   */
  async reconfigure(config: Config): Promise<Reconfigured> {
    const taking = { access: this.access, judge: this.#judge, notifier: this.#notifier };
    const done = await reconfigure(this.#options.config, config, { ...taking, listeners: this.#listeners });
    log.follow(config);
    return done;
  }

  /** Closes the doors, says good-bye to viewers and writes what is left. */
  async stop(): Promise<void> {
    this.#doors = null;
    for (const timer of this.#timers) clearInterval(timer);
    this.#turns.settle();
    const viewers = this.#stream.stop();
    await Promise.all([this.#listeners.drain(), viewers, this.#otlp?.close(), this.#metricDoors.close()]);
    for (const app of this.#apps) await app.close();
    await this.#notifier.stop();
    await this.#judge.stop();
    await this.#store.close();
    await this.#watching.stop();
    this.#heap.stop();
  }

  async #open(): Promise<void> {
    await this.access.restore();
    await this.#notifier.restore();
    await this.#judge.restore();
    await restorePast(this.#store, clock, { judge: this.#judge, latest: this.#latest, stream: this.#stream });
    const { config, dashboard } = this.#options;
    await this.#impact.open();
    this.#notifier.start();
    const ports = this.#ports();
    const web = await webApp(ports, config, dashboard);
    const door = (): AppDoor => new AppDoor(web, this.#listeners, this.#stream.attach.bind(this.#stream));
    const otlp = new OtlpDoors({
      clock,
      config,
      gate: this.access,
      listeners: this.#listeners,
      ...this.#tables,
      windows: this.#windows,
      busy: this.#heap.wait.bind(this.#heap),
      onRequest: this.#watching.handled.bind(this.#watching),
      onError: failing('telemetry over OTLP could not be taken'),
      onCall: this.#metricDoors.grpcCall.bind(this.#metricDoors),
    });
    this.#otlp = otlp;
    await this.#metricDoors.attach(otlp.http, otlp.admission);
    this.#apps = [web, otlp.http];
    const pagesDoor = { name: 'dashboard', port: config.dashboard_port, variable: 'HUBSCOPE_DASHBOARD_PORT' };
    const apiDoor = { name: 'API', port: config.api_port, variable: 'HUBSCOPE_API_PORT' };
    this.#doors = {
      dashboard: await openDoor({ ...pagesDoor, app: door() }, config.host),
      api: await openDoor({ ...apiDoor, app: door() }, config.host),
      ...(await otlp.open()),
    };
    await this.#metricDoors.open();
    this.#watching.start(this.#doors.otlpHttp);
    this.#every(advanceEveryMs, () => {
      this.#windows.advance();
    });
    this.#every(1000, () => {
      this.#watching.report();
      this.#metricDoors.tick();
      this.#pipeline.tick();
    });
    this.#every(pruneEveryMs, () => {
      this.#windows.prune();
      this.#operations.prune(clock.now());
    });
  }

  /** What became of telemetry that was sent on, by endpoint. */
  readonly #forwarded = (): ForwardStats[] => [
    ...(this.#otlp?.forwarded() ?? []),
    ...this.#watching.forwarded(),
  ];

  #every(ms: number, run: () => void): void {
    this.#timers.push(setInterval(run, ms));
  }

  #ports(): ApiPorts {
    return {
      clock,
      table: this.#table,
      version: this.#options.version,
      origins: this.#origins,
      access: this.access,
      hubs: this.#latest,
      history: this.#store,
      archive: new KeptArchive(this.#store, this.#latest, this.#stream),
      markers: this.#marking,
      impacts: this.#impact,
      switches: this.switchboard,
      ...this.#alerting.ports(this.#latest),
      doctor: this.#metricDoors.doctor,
      events: {
        open: this.#stream.openEvents.bind(this.#stream),
        poll: this.#stream.poll.bind(this.#stream),
      },
      telemetry: {
        slow: (hub, component, from, to) => this.#operations.slow.list(hub, component, from, to),
        calls: (hub, from, to) => this.#operations.calls.list(hub, from, to),
        seen: () => [...(this.#otlp?.seen() ?? []), ...this.#metricDoors.seen()],
      },
      health: { ready: () => this.#doors !== null },
      channels: this.#notifier,
      metrics: this.#watching.with(
        withNotifications(
          new SelfMetrics(
            this.#windows,
            this.#store,
            this.#stream,
            this.#watching.requests,
            this.#forwarded,
            () => ({ ...this.access.limits.held }),
          ),
          this.#notifier,
          this.#judge,
        ),
      ),
      log,
    };
  }

  #forget(hub: HubId): void {
    const told = [this.#operations, this.#judge, this.#latest, this.#states, this.#growth];
    for (const stage of [...told, this.#impact, this.#pipeline, this.#stream]) stage.forget(hub);
    this.#stream.remember(this.#latest.past());
  }
}

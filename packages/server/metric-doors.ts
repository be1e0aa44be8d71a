import type { FaultLog } from '@hubscope/core/log';
import { type MappingTable, type SeenTelemetry, type SignalTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { Windows } from '@hubscope/core/window';
import type { Config, TargetReport } from '@hubscope/core/wire';
import type { FastifyInstance } from 'fastify';
import { isGuarded } from './accessing.js';
import { Doctor, DoorLog, watchHttp } from './doctor/index.js';
import { openDoor } from './doors.js';
import type { ForwardStats } from './ingest/forward/index.js';
import { builtinRedactions, redaction, type GrpcCall } from './ingest/otlp/index.js';
import { remoteWriteRoute, type WriteAdmission } from './ingest/prometheus/index.js';
import { Scraper } from './ingest/scrape/index.js';
import { SeenSeries } from './ingest/seen-series.js';
import { seriesSink, type SeriesSink } from './ingest/sink.js';
import { StatsdDoor } from './ingest/statsd/index.js';

export interface MetricDoorsOptions {
  readonly clock: Clock;
  readonly config: Config;
  readonly mappings: MappingTable;
  readonly table: SignalTable;
  readonly windows: Windows;
  readonly busy: SeriesSink['busy'];
  readonly log: FaultLog;
  /** What became of telemetry that was sent on. */
  readonly forwarded: () => readonly ForwardStats[];
  /** Null while they are not open. */
  readonly otlpPorts: () => { readonly otlpHttp: number; readonly otlpGrpc: number } | null;
}

/** The doors for metrics beside OTLP's (remote write, StatsD, pages that are fetched), and the doctor who watches all doors. */
export class MetricDoors {
  readonly doctor: Doctor;
  readonly #options: MetricDoorsOptions;
  readonly #logs: Record<'otlp' | 'grpc' | 'write' | 'statsd', DoorLog>;
  readonly #seen: Record<'prometheus' | 'statsd', SeenSeries>;
  readonly #sink: SeriesSink;
  #admission: WriteAdmission | null = null;
  readonly #statsd: StatsdDoor;
  readonly #scraper: Scraper;

  constructor(options: MetricDoorsOptions) {
    this.#options = options;
    const { clock, config, mappings, table, windows, busy, otlpPorts } = options;
    this.#sink = seriesSink(windows, busy);
    const shared = { clock, mappings, table, sink: this.#sink };
    this.#logs = {
      otlp: new DoorLog('OTLP over HTTP', clock),
      grpc: new DoorLog('OTLP over gRPC', clock),
      write: new DoorLog('Prometheus remote write', clock),
      statsd: new DoorLog('StatsD', clock),
    };
    this.#seen = {
      prometheus: new SeenSeries('prometheus', clock),
      statsd: new SeenSeries('statsd', clock),
    };
    this.#statsd = new StatsdDoor({
      ...shared,
      seen: this.#seen.statsd,
      admission: {
        wait: (hub) => this.#admission?.wait(hub, this.#admission.queuedMs()) ?? null,
        spent: (hub, ms) => this.#admission?.spent(hub, ms, null),
      },
      onPacket: (address, lines, refused) => {
        const refusal = refused ? 'too_many_requests' : lines > 0 ? null : 'not_statsd';
        this.#logs.statsd.arrived({ address, agent: '', refusal });
      },
    });
    this.#scraper = new Scraper(config.scrape, { ...shared, seen: this.#seen.prometheus });
    this.doctor = new Doctor({
      clock,
      windows,
      doors: Object.values(this.#logs),
      targets: () => this.#targets(),
      targetFaults: () => this.#scraper.faults(),
      forwarded: options.forwarded,
      endpoint: () => {
        const scheme = config.tls === null ? 'http' : 'https';
        return `${scheme}://localhost:${String(otlpPorts()?.otlpHttp ?? config.otlp_http_port)}`;
      },
    });
  }

  /**
   * Adds remote write to the server that takes OTLP over HTTP, and watches who comes there. Call it before that listens.
   * @param admission that of OTLP's doors, with which it shares the time and the room for bodies
   */
  async attach(app: FastifyInstance, admission: WriteAdmission): Promise<void> {
    const { config, clock, mappings, table, log } = this.#options;
    this.#admission = admission;
    watchHttp(app, (url) => (url.startsWith('/api/v1/write') ? this.#logs.write : this.#logs.otlp));
    await app.register(
      remoteWriteRoute({
        clock,
        mappings,
        table,
        sink: this.#sink,
        seen: this.#seen.prometheus,
        limits: { maxBodyBytes: config.max_body_bytes },
        admission,
        onError: (error) => {
          log.error('a remote write failed', { error: String(error) });
        },
      }),
    );
  }

  /** Notes a call to the door for OTLP over gRPC. */
  grpcCall(call: GrpcCall): void {
    this.#logs.grpc.arrived(call);
  }

  /** Opens the other doors. A port or socket of StatsD that can't be had is said, and stops nothing. */
  async open(): Promise<void> {
    const { config, log, otlpPorts } = this.#options;
    const ports = otlpPorts();
    this.#logs.otlp.port = this.#logs.write.port = ports?.otlpHttp ?? null;
    this.#logs.grpc.port = ports?.otlpGrpc ?? null;
    await this.#scraper.start();
    await this.#openStatsd();
    if (config.statsd_socket === null) return;
    try {
      await this.#statsd.openUnix(config.statsd_socket);
    } catch (error) {
      log.error('StatsD is not taken by its Unix socket: statsd_socket names another', {
        path: config.statsd_socket,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  async #openStatsd(): Promise<void> {
    const { config, log } = this.#options;
    if (config.statsd_port < 0) return;
    // StatsD can show no key.
    const host = isGuarded(config) ? 'loopback' : config.host;
    const app = { listen: (address: string, port: number) => this.#statsd.open(port, address) };
    const door = { name: 'StatsD', app, port: config.statsd_port, variable: 'HUBSCOPE_STATSD_PORT' };
    try {
      this.#logs.statsd.port = await openDoor(door, host);
    } catch (error) {
      // At one of two addresses it would be taken from some clients and not from others.
      await this.#statsd.close();
      log.error('StatsD is not taken: its port can not be had. HUBSCOPE_STATSD_PORT names another, -1 none', {
        port: config.statsd_port,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  /** What arrived in the last minute, as it may be shown. */
  seen(): SeenTelemetry[] {
    const { config } = this.#options;
    const shown = redaction([...builtinRedactions, ...config.privacy.redact]);
    return Object.values(this.#seen)
      .flatMap((seen) => seen.list())
      .map((each) => {
        const pairs = Object.entries(each.attributes).map(([name, value]) => [name, shown(value)] as const);
        return { ...each, attributes: Object.fromEntries(pairs) };
      });
  }

  /** Call it each second. */
  tick(): void {
    this.doctor.note();
  }

  async close(): Promise<void> {
    this.#scraper.stop();
    await this.#statsd.close();
  }

  #targets(): TargetReport[] {
    return this.#scraper.states().map(({ url, job, instance, up, error, samples, tookMs, at }) => {
      return { url, job, instance, up, error, samples, took_ms: tookMs, at };
    });
  }
}

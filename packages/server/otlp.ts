import type { Gate } from '@hubscope/core/access';
import type { MappingTable, SeenTelemetry, SpanMapping } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { Windows } from '@hubscope/core/window';
import type { Config } from '@hubscope/core/wire';
import type { FastifyInstance } from 'fastify';
import { AppDoor } from './app-door.js';
import { openDoor } from './doors.js';
import { Admission } from './ingest/admission.js';
import { Forwarder, type ForwardStats, type RawRequest } from './ingest/forward/index.js';
import {
  createOtlpGrpc,
  createOtlpHttp,
  Intake,
  type GrpcCall,
  type HandledRequest,
  type OtlpGrpc,
} from './ingest/otlp/index.js';
import { seriesSink, type SeriesSink } from './ingest/sink.js';
import { Listeners } from './listeners.js';
import { clientAddresses, trustedProxies } from './proxies.js';

/** Bodies of the largest size that may be on their way in at once. */
const bodiesAtOnce = 4;

export interface OtlpDoorsOptions {
  readonly clock: Clock;
  readonly config: Config;
  readonly gate: Gate;
  readonly listeners: Listeners;
  readonly mappings: MappingTable;
  readonly spanMappings: readonly SpanMapping[];
  readonly windows: Windows;
  /** Seconds to wait before more can be taken in; null where there is room. */
  readonly busy: SeriesSink['busy'];
  readonly onRequest: (request: HandledRequest) => void;
  readonly onError: (error: unknown) => void;
  readonly onCall: (call: GrpcCall) => void;
}

/** OTLP's doors, over HTTP and over gRPC: two ways into the same windows. */
export class OtlpDoors {
  readonly http: FastifyInstance;
  /** Shares time and room among all that telemetry comes by. */
  readonly admission: Admission;
  readonly #grpc: OtlpGrpc;
  readonly #config: Config;
  readonly #listeners: Listeners;
  readonly #door: AppDoor;
  /** What listens for this process itself. */
  readonly #inside = new Listeners(null);
  readonly #intake: Intake;
  readonly #forwarders: readonly Forwarder[];

  constructor({
    clock,
    config,
    gate,
    listeners,
    mappings,
    spanMappings,
    windows,
    busy,
    onRequest,
    onError,
    onCall,
  }: OtlpDoorsOptions) {
    this.#config = config;
    const { prices, privacy, max_ingest_share: share } = config;
    const sink = { accept: windows.accept.bind(windows), ...seriesSink(windows, busy) };
    this.#forwarders = config.forward.map(
      (target) => new Forwarder({ target, now: () => clock.now(), random: Math.random, fetch }),
    );
    const admission = new Admission({
      now: () => performance.now(),
      share,
      maxBytes: bodiesAtOnce * config.max_body_bytes,
    });
    this.admission = admission;
    const forward = (request: RawRequest): void => {
      for (const forwarder of this.#forwarders) forwarder.offer(request);
    };
    const withhold = (signal: RawRequest['signal']): void => {
      for (const forwarder of this.#forwarders) forwarder.withhold(signal);
    };
    const intake = new Intake({
      clock,
      mappings,
      spanMappings,
      prices,
      privacy,
      sink,
      admission,
      onRequest,
      ...(this.#forwarders.length === 0 ? {} : { forward, withhold }),
    });
    this.#intake = intake;
    const limits = { maxBodyBytes: config.max_body_bytes };
    this.#listeners = listeners;
    this.http = createOtlpHttp({
      intake,
      gate,
      limits,
      origins: () => config.origins,
      trusts: trustedProxies(() => config.trusted_proxies),
      onError,
    });
    this.#door = new AppDoor(this.http, listeners, (server) => {
      server.on('connection', () => {
        intake.connected();
      });
    });
    this.#grpc = createOtlpGrpc({
      intake,
      gate,
      limits,
      onError,
      onCall,
      clientAddress: clientAddresses(() => config.trusted_proxies),
      server: listeners.bytes,
    });
  }

  /** @throws DoorTaken */
  async open(): Promise<{ otlpHttp: number; otlpGrpc: number }> {
    const { host, otlp_http_port, otlp_grpc_port } = this.#config;
    const http = { name: 'OTLP over HTTP', port: otlp_http_port, variable: 'HUBSCOPE_OTLP_HTTP_PORT' };
    const grpc = { name: 'OTLP over gRPC', port: otlp_grpc_port, variable: 'HUBSCOPE_OTLP_GRPC_PORT' };
    return {
      otlpHttp: await openDoor({ ...http, app: this.#door }, host),
      otlpGrpc: await openDoor({ ...grpc, app: this.#grpc }, host),
    };
  }

  /**
   * A port on loopback for OTLP over plain HTTP, for what this process itself starts: that need not trust the certificate. Null where the
   * door for all is plain.
   * @throws as `listen` does
   */
  async inside(): Promise<number | null> {
    if (!this.#listeners.secure) return null;
    return new AppDoor(this.http, this.#inside).listen('127.0.0.1', 0);
  }

  async close(): Promise<void> {
    await this.#inside.drain();
    await this.#grpc.close();
    await Promise.all(this.#forwarders.map((forwarder) => forwarder.stop()));
  }

  /** What arrived in the last minute. */
  seen(): SeenTelemetry[] {
    return this.#intake.seen();
  }

  /** What became of what was to be sent on, an endpoint each. */
  forwarded(): ForwardStats[] {
    return this.#forwarders.map((forwarder) => forwarder.stats());
  }
}

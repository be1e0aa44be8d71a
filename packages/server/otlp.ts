import type { MappingTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { Windows } from '@hubscope/core/window';
import type { Config } from '@hubscope/core/wire';
import type { FastifyInstance } from 'fastify';
import { grpcDoor, openDoor } from './doors.js';
import {
  createOtlpGrpc,
  createOtlpHttp,
  Intake,
  type HandledRequest,
  type OtlpGrpc,
} from './ingest/otlp/index.js';

export interface OtlpDoorsOptions {
  readonly clock: Clock;
  readonly config: Config;
  readonly mappings: MappingTable;
  readonly windows: Windows;
  readonly onRequest: (request: HandledRequest) => void;
  readonly onError: (error: unknown) => void;
}

/** OTLP's doors, over HTTP and over gRPC: two ways into the same windows. */
export class OtlpDoors {
  readonly http: FastifyInstance;
  readonly #grpc: OtlpGrpc;
  readonly #config: Config;

  constructor({ clock, config, mappings, windows, onRequest, onError }: OtlpDoorsOptions) {
    this.#config = config;
    const sink = {
      accept: windows.accept.bind(windows),
      drop: windows.drop.bind(windows),
      busy: () => null,
    };
    const intake = new Intake({ clock, mappings, sink, onRequest });
    const limits = { maxBodyBytes: config.max_body_bytes };
    this.http = createOtlpHttp({ intake, limits, origins: config.origins });
    this.#grpc = createOtlpGrpc({ intake, limits, onError });
  }

  /** @throws DoorTaken */
  async open(): Promise<{ otlpHttp: number; otlpGrpc: number }> {
    const { host, otlp_http_port, otlp_grpc_port } = this.#config;
    const http = { name: 'OTLP over HTTP', port: otlp_http_port, variable: 'HUBSCOPE_OTLP_HTTP_PORT' };
    const grpc = { name: 'OTLP over gRPC', port: otlp_grpc_port, variable: 'HUBSCOPE_OTLP_GRPC_PORT' };
    return {
      otlpHttp: await openDoor({ ...http, app: this.http }, host),
      otlpGrpc: await grpcDoor({ ...grpc, app: this.#grpc }, host),
    };
  }

  async close(): Promise<void> {
    await this.#grpc.close();
  }
}

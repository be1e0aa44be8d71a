import {
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type sendUnaryData,
  type ServerInterceptor,
  type ServerUnaryCall,
  type ServiceDefinition,
  type StatusObject,
} from '@grpc/grpc-js';
import { HubscopeError } from '@hubscope/core/wire';
import { exportAnswer, mediaTypes, otlpSignals, type OtlpSignal } from './answer.js';
import type { Intake } from './intake.js';
import { rpcCode, rpcMessage, rpcStatus } from './status.js';

/** Calls under way at once on one connection, and on all: what bounds the bytes that wait to be decoded. */
const maxStreams = 64;
const maxCalls = 256;
/** How often an idle connection is asked whether it lives, and how long its answer may take, ms. */
const keepAliveMs = 30_000;
const keepAliveTimeoutMs = 20_000;
/** How long calls under way may take when the door closes, ms. */
const graceMs = 2000;

export interface OtlpGrpcOptions {
  readonly intake: Intake;
  readonly limits: { readonly maxBodyBytes: number };
  /** Told of errors that are nobody's fault outside. */
  readonly onError: (error: unknown) => void;
}

/** The door for OTLP over gRPC, on plain HTTP/2. */
export interface OtlpGrpc {
  /**
   * Listens on one more address.
   * @returns the port in use
   * @throws Error as `listen` does, with its `code` where there is one
   */
  listen(address: string, port: number): Promise<number>;
  close(): Promise<void>;
}

const servicesOf: Readonly<Record<OtlpSignal, string>> = {
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
};

const pathOf = (signal: OtlpSignal): string => `/${servicesOf[signal]}/Export`;

const asIs = (bytes: Buffer): Buffer => bytes;

function serviceOf(signal: OtlpSignal): ServiceDefinition {
  const path = pathOf(signal);
  // The bytes go to our own decoder, which bounds each message as it reads.
  return {
    Export: {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  };
}

/** An error as a call's status, with what says when to try again. */
function statusOf(error: HubscopeError): StatusObject {
  const metadata = new Metadata();
  if (error.retryAfterSeconds !== null) metadata.set('grpc-status-details-bin', rpcStatus(error));
  return { code: rpcCode(error), details: rpcMessage(error), metadata };
}

/** Refuses a call as its headers arrive where there is no room: its message is then neither awaited nor unpacked. */
function admission(intake: Intake): ServerInterceptor {
  const signals = new Map(otlpSignals.map((signal) => [pathOf(signal), signal]));
  let calls = 0;
  return (method, call) => {
    let counted = false;
    const done = (): void => {
      if (counted) calls -= 1;
      counted = false;
    };
    return new ServerInterceptingCall(call, {
      start: (next) => {
        next({
          onReceiveMetadata: (metadata, pass) => {
            try {
              if (calls >= maxCalls) throw new HubscopeError('too_many_requests', undefined, 1);
              const signal = signals.get(method.path);
              if (signal !== undefined) intake.admit(signal, call.getPeer());
            } catch (error) {
              call.sendStatus(
                statusOf(error instanceof HubscopeError ? error : new HubscopeError('internal')),
              );
              return;
            }
            calls += 1;
            counted = true;
            pass(metadata);
          },
          onCancel: done,
        });
      },
      sendStatus: (given, next) => {
        done();
        next(given);
      },
    });
  };
}

function codeIn(message: string): string | null {
  return /\b(EADDRINUSE|EACCES|EADDRNOTAVAIL|EAFNOSUPPORT)\b/.exec(message)?.[1] ?? null;
}

/** The door for OTLP over gRPC: the services of traces, metrics and logs; any other is unimplemented. */
export function createOtlpGrpc({ intake, limits, onError }: OtlpGrpcOptions): OtlpGrpc {
  const server = new Server({
    'grpc.max_receive_message_length': limits.maxBodyBytes,
    'grpc.max_concurrent_streams': maxStreams,
    'grpc.keepalive_time_ms': keepAliveMs,
    'grpc.keepalive_timeout_ms': keepAliveTimeoutMs,
    'grpc-node.flow_control_window': 1_048_576,
    'grpc.enable_channelz': 0,
    interceptors: [admission(intake)],
  });
  for (const signal of otlpSignals) {
    const answer = async (call: ServerUnaryCall<Buffer, Buffer>): Promise<Buffer> => {
      const { request: body } = call;
      const taken = await intake.handle({
        signal,
        encoding: 'protobuf',
        packed: body.length,
        peer: call.getPeer(),
        body: () => body,
        raw: { signal, contentType: mediaTypes.protobuf, contentEncoding: null, body },
      });
      return Buffer.from(exportAnswer('protobuf', signal, taken.rejected, taken.message));
    };
    server.addService(serviceOf(signal), {
      Export: (call: ServerUnaryCall<Buffer, Buffer>, respond: sendUnaryData<Buffer>) => {
        answer(call).then(
          (bytes) => {
            respond(null, bytes);
          },
          (error: unknown) => {
            if (!(error instanceof HubscopeError)) onError(error);
            respond(statusOf(error instanceof HubscopeError ? error : new HubscopeError('internal')));
          },
        );
      },
    });
  }
  return {
    listen: (address, port) =>
      new Promise((resolve, reject) => {
        const host = address.includes(':') ? `[${address}]` : address;
        server.bindAsync(`${host}:${String(port)}`, ServerCredentials.createInsecure(), (error, bound) => {
          if (error === null) resolve(bound);
          // The library tells what `listen` said in words only.
          else reject(Object.assign(new Error(error.message), { code: codeIn(error.message) }));
        });
      }),
    close: () =>
      new Promise((resolve) => {
        const force = setTimeout(() => {
          server.forceShutdown();
        }, graceMs);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      }),
  };
}

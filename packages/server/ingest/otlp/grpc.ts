import {
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type sendUnaryData,
  type ServerInterceptor,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
  type StatusObject,
  logVerbosity,
  setLogVerbosity,
} from '@grpc/grpc-js';
import { demand, type ClientAddress, type Gate, type Grant } from '@hubscope/core/access';
import { errorCatalogue, HubscopeError } from '@hubscope/core/wire';
import { exportAnswer, mediaTypes, otlpSignals, type OtlpSignal } from './answer.js';
import { unpack } from './body.js';
import { Inflow } from './grpc-inflow.js';
import { GrpcListener, type ConnectionServer } from './grpc-listener.js';
import { guardStreams } from './grpc-streams.js';
import type { Intake } from './intake.js';
import { Room } from './room.js';
import { rpcCode, rpcMessage, rpcStatus } from './status.js';

// It writes what strangers send to standard error as it is. What goes wrong in a call is told by its end.
setLogVerbosity(logVerbosity.NONE);

/** Calls under way at once on one connection, and on all. */
const maxStreams = 64;
const maxCalls = 256;
/** How long a call may take until its message is there, unless said otherwise, ms. */
const messageMs = 30_000;
/** How often an idle connection is asked whether it lives, and how long its answer may take, ms. */
const keepAliveMs = 30_000;
const keepAliveTimeoutMs = 20_000;
/** How long calls under way may take when the door closes, ms. */
const graceMs = 2000;

/** A call that came to an end, or a connection that is none of gRPC's. */
export interface GrpcCall {
  readonly address: string;
  /** The sender's `user-agent`; empty where it names none. */
  readonly agent: string;
  /** Why it was refused; null where it was taken in. */
  readonly refusal: string | null;
}

export interface OtlpGrpcOptions {
  readonly intake: Intake;
  readonly gate: Gate;
  readonly limits: { readonly maxBodyBytes: number };
  /** Told of errors that are nobody's fault outside. */
  readonly onError: (error: unknown) => void;
  readonly onCall?: (call: GrpcCall) => void;
  /** The address of its connection unless set. */
  readonly clientAddress?: ClientAddress;
  /** Makes what listens; plain TCP unless set. */
  readonly server?: ConnectionServer;
  /** How long a call may take until its message is there, ms. */
  readonly messageMs?: number;
}

/** The door for OTLP over gRPC. */
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

const profiles = '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export';

const ignore = (): void => undefined;

const asIs = (bytes: Buffer): Buffer => bytes;

function serviceOf(path: string): ServiceDefinition {
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

/** Why a call was refused, by the code with which its status begins. */
function refusalOf({ code, details }: { code: status; details?: string }): string | null {
  if (code === status.OK) return null;
  const own = /^([a-z_0-9]+):/.exec(details ?? '')?.[1] ?? '';
  return own in errorCatalogue ? own : `grpc_${status[code].toLowerCase()}`;
}

/** The address of a peer, without its port. */
function addressOf(peer: string): string {
  return peer.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

/** A call that was let in, and whose message comes. */
interface Arrival {
  readonly grant: Grant;
  /** Holds as much as came of the message. */
  readonly room: Room;
  readonly inflow: Inflow | null;
}

/**
 * Refuses a call as its headers arrive where it may not or there is no room: its message is then neither awaited nor unpacked. Where there
 * is none left while the message comes, it is refused then.
 */
function admission(
  {
    intake,
    gate,
    onCall = ignore,
    clientAddress = (connection) => connection,
    messageMs: patience = messageMs,
  }: OtlpGrpcOptions,
  arrivals: WeakMap<Metadata, Arrival>,
): ServerInterceptor {
  const signals = new Map(otlpSignals.map((signal) => [pathOf(signal), signal]));
  let calls = 0;
  return (method, call) => {
    const signal = signals.get(method.path) ?? null;
    const peer = call.getPeer();
    let counted = false;
    let agent = '';
    let address = addressOf(peer);
    let told = false;
    let late: NodeJS.Timeout | undefined;
    const inflow = Inflow.of(call);
    const room = new Room((bytes) => intake.reserve(signal, peer, bytes));
    const done = (refusal: string | null): void => {
      clearTimeout(late);
      if (counted) calls -= 1;
      counted = false;
      if (inflow === null) room.leave();
      if (!told) onCall({ address, agent, refusal });
      told = true;
    };
    const refuse = (error: HubscopeError): void => {
      const refused = statusOf(error);
      done(refusalOf(refused));
      call.sendStatus(refused);
      inflow?.close();
    };
    const refuseFor = (error: unknown): void => {
      refuse(error instanceof HubscopeError ? error : new HubscopeError('internal'));
    };
    return new ServerInterceptingCall(call, {
      start: (next) => {
        next({
          onReceiveMetadata: (metadata, pass) => {
            agent = String(metadata.get('user-agent')[0] ?? '');
            address = clientAddress(address, metadata.get('x-forwarded-for')[0]?.toString());
            try {
              const authorization = metadata.get('authorization')[0]?.toString();
              const grant = gate.grantOf({ authorization, address });
              demand(grant, 'ingest');
              arrivals.set(metadata, { grant, room, inflow });
              if (calls >= maxCalls) intake.refuse(signal, peer);
              if (signal !== null) intake.admit(signal, peer);
            } catch (error) {
              refuseFor(error);
              return;
            }
            calls += 1;
            counted = true;
            inflow?.watch(
              (bytes) => {
                // What was answered is refused no second time, though more of it was on its way.
                if (told) return;
                try {
                  room.cover(bytes);
                } catch (error) {
                  refuseFor(error);
                }
              },
              () => {
                room.leave();
              },
            );
            late = setTimeout(() => {
              refuse(new HubscopeError('request_timeout'));
            }, patience);
            pass(metadata);
          },
          // Not with the message: who never ends the call would have it kept for ever.
          onReceiveHalfClose: (pass) => {
            clearTimeout(late);
            pass();
          },
          // Also where the library itself refused the message: it does not say so here.
          onCancel: () => {
            done('call_cut');
            inflow?.close();
          },
        });
      },
      sendStatus: (given, next) => {
        done(refusalOf(given));
        next(given);
      },
    });
  };
}

/** The door for OTLP over gRPC: the services of traces, metrics and logs; any other is unimplemented. */
export function createOtlpGrpc(options: OtlpGrpcOptions): OtlpGrpc {
  const { intake, limits, onError, onCall = ignore } = options;
  /** By the headers of their calls. */
  const arrivals = new WeakMap<Metadata, Arrival>();
  const server = new Server({
    'grpc.max_receive_message_length': limits.maxBodyBytes,
    'grpc.max_concurrent_streams': maxStreams,
    'grpc.keepalive_time_ms': keepAliveMs,
    'grpc.keepalive_timeout_ms': keepAliveTimeoutMs,
    'grpc.enable_channelz': 0,
    interceptors: [admission(options, arrivals)],
  });
  for (const signal of otlpSignals) {
    const answer = async (call: ServerUnaryCall<Buffer, Buffer>): Promise<Buffer> => {
      const { request: body, metadata } = call;
      const arrival = arrivals.get(metadata);
      if (arrival === undefined) throw new HubscopeError('unauthorized');
      const { grant, room, inflow } = arrival;
      room.cover(body.length);
      const packing = inflow?.packing ?? null;
      const handled = intake.handle({
        signal,
        encoding: 'protobuf',
        packed: body.length,
        peer: call.getPeer(),
        grant,
        body: () => unpack(body, packing ?? undefined, limits.maxBodyBytes),
        raw: { signal, contentType: mediaTypes.protobuf, contentEncoding: packing, body },
      });
      const taken = await room.during(handled);
      return Buffer.from(exportAnswer('protobuf', signal, taken.rejected, taken.message));
    };
    server.addService(serviceOf(pathOf(signal)), {
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
  // Known to OTLP and not taken here: its sender is told so in the same words as over HTTP.
  server.addService(serviceOf(profiles), {
    Export: (_call: ServerUnaryCall<Buffer, Buffer>, respond: sendUnaryData<Buffer>) => {
      respond(statusOf(new HubscopeError('unknown_telemetry')));
    },
  });
  guardStreams(server);
  const connections = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = new GrpcListener({
    inject: (socket) => {
      intake.connected();
      connections.injectConnection(socket);
    },
    wrong: (address, refusal) => {
      onCall({ address, agent: '', refusal });
    },
    ...(options.server === undefined ? {} : { server: options.server }),
  });
  return {
    listen: (address, port) => listener.listen(address, port),
    close: () =>
      new Promise((resolve) => {
        listener.close();
        const force = setTimeout(() => {
          server.forceShutdown();
          listener.cut();
        }, graceMs);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      }),
  };
}

import { Agent, request } from 'node:http';
import { Client, credentials, status } from '@grpc/grpc-js';
import type { Served } from '../harness/server.js';
import type { Payload } from './otlp-payload.js';

export type Transport = 'HTTP protobuf' | 'HTTP JSON' | 'gRPC';

/** What became of a request. */
export type Outcome = 'accepted' | 'refused';

/** Sends payloads over one transport. */
export interface Sender {
  send(payload: Payload): Promise<Outcome>;
  close(): void;
}

function httpSender({ otlp }: Served, json: boolean): Sender {
  const agent = new Agent({ keepAlive: true });
  const type = json ? 'application/json' : 'application/x-protobuf';
  return {
    send: (payload) =>
      new Promise((resolve, reject) => {
        // The bytes are copied: another request may be under way with the same payload.
        const now = Date.now();
        const body = json ? payload.json(now) : Buffer.from(payload.protobuf(now));
        const headers = { 'content-type': type, 'content-length': body.length };
        const asked = request(
          `${otlp}/v1/${payload.signal}`,
          { agent, method: 'POST', headers },
          (answer) => {
            answer.resume().on('end', () => {
              if (answer.statusCode === 200) resolve('accepted');
              else if (answer.statusCode === 429 || answer.statusCode === 503) resolve('refused');
              else reject(new Error(`HTTP ${String(answer.statusCode)}`));
            });
          },
        );
        asked.on('error', reject);
        asked.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}

const paths = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
} as const;

function grpcSender({ doors }: Served): Sender {
  const client = new Client(`127.0.0.1:${String(doors.otlpGrpc)}`, credentials.createInsecure());
  const asIs = (bytes: Buffer): Buffer => bytes;
  return {
    send: (payload) =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(payload.protobuf(Date.now()));
        client.makeUnaryRequest(paths[payload.signal], asIs, asIs, body, (error) => {
          if (error === null) resolve('accepted');
          else if (error.code === status.RESOURCE_EXHAUSTED) resolve('refused');
          else reject(error);
        });
      }),
    close: () => {
      client.close();
    },
  };
}

export function senderOf(server: Served, transport: Transport): Sender {
  return transport === 'gRPC' ? grpcSender(server) : httpSender(server, transport === 'HTTP JSON');
}

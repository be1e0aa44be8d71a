import type { HubscopeError } from '@hubscope/core/wire';
import protobuf from 'protobufjs/minimal.js';
import { rpcCode, rpcMessage, rpcStatus } from './status.js';

/** The encodings of OTLP over HTTP. */
export type Encoding = 'protobuf' | 'json';

export const mediaTypes: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** The field of `partial_success` that counts what was rejected, by signal. */
const rejectedFields = {
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
} as const;

export type OtlpSignal = keyof typeof rejectedFields;

export const otlpSignals: readonly OtlpSignal[] = ['traces', 'metrics', 'logs'];

/** An ExportServiceResponse: empty, or with a partial success that says what was rejected and why. */
export function exportAnswer(
  encoding: Encoding,
  signal: OtlpSignal,
  rejected: number,
  message: string,
): Buffer | string {
  const partial = rejected > 0 || message !== '';
  if (encoding === 'json') {
    // 64-bit numbers are text in OTLP's JSON.
    const partialSuccess = { [rejectedFields[signal]]: String(rejected), errorMessage: message };
    return JSON.stringify(partial ? { partialSuccess } : {});
  }
  const writer = protobuf.Writer.create();
  if (partial) writer.uint32(10).fork().uint32(8).int64(rejected).uint32(18).string(message).ldelim();
  return Buffer.from(writer.finish());
}

/** An error of a request, as OTLP asks for: a `google.rpc.Status`. */
export function statusAnswer(encoding: Encoding, error: HubscopeError): Buffer | string {
  if (encoding === 'json') return JSON.stringify({ code: rpcCode(error), message: rpcMessage(error) });
  return rpcStatus(error);
}

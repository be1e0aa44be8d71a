import { errorCatalogue, type ErrorCode } from '@hubscope/core/wire';
import protobuf from 'protobufjs/minimal.js';

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

/** gRPC's codes for the statuses that this door answers. Source: googleapis `google/rpc/code.proto`. */
const rpcCodes: Readonly<Record<number, number>> = {
  400: 3,
  403: 7,
  404: 5,
  405: 12,
  413: 8,
  415: 3,
  429: 8,
  500: 13,
  503: 14,
};

/** A google.rpc.Status, as OTLP asks for errors; the message begins with Hubscope's own stable code. */
export function statusAnswer(encoding: Encoding, code: ErrorCode, detail: string): Buffer | string {
  const rpcCode = rpcCodes[errorCatalogue[code].status] ?? 2;
  const message = `${code}: ${detail}`;
  if (encoding === 'json') return JSON.stringify({ code: rpcCode, message });
  return Buffer.from(protobuf.Writer.create().uint32(8).int32(rpcCode).uint32(18).string(message).finish());
}

import { status } from '@grpc/grpc-js';
import { errorCatalogue, type HubscopeError } from '@hubscope/core/wire';
import protobuf from 'protobufjs/minimal.js';

/** gRPC's codes for the HTTP statuses that these doors answer. Source: googleapis `google/rpc/code.proto`. */
const rpcCodes: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  405: status.UNIMPLEMENTED,
  408: status.DEADLINE_EXCEEDED,
  413: status.RESOURCE_EXHAUSTED,
  415: status.INVALID_ARGUMENT,
  429: status.RESOURCE_EXHAUSTED,
  500: status.INTERNAL,
  501: status.UNIMPLEMENTED,
  503: status.UNAVAILABLE,
};

/** The gRPC code of an error. */
export function rpcCode(error: HubscopeError): status {
  return rpcCodes[errorCatalogue[error.code].status] ?? status.UNKNOWN;
}

/** What a `google.rpc.Status` says of an error; it begins with Hubscope's own stable code. */
export function rpcMessage(error: HubscopeError): string {
  return `${error.code}: ${error.detail}`;
}

const retryInfo = 'type.googleapis.com/google.rpc.RetryInfo';

/**
 * A `google.rpc.Status` in protobuf. Where trying again later helps it holds a `RetryInfo` that says when, as OTLP asks for
 * throttling: without one a sender takes RESOURCE_EXHAUSTED for final.
 */
export function rpcStatus(error: HubscopeError): Buffer {
  const writer = protobuf.Writer.create();
  writer.uint32(8).int32(rpcCode(error)).uint32(18).string(rpcMessage(error));
  if (error.retryAfterSeconds !== null) {
    // details (3): Any { type_url (1), value (2): RetryInfo { retry_delay (1): Duration { seconds (1) } } }
    writer.uint32(26).fork().uint32(10).string(retryInfo);
    writer.uint32(18).fork().uint32(10).fork().uint32(8).int64(error.retryAfterSeconds);
    writer.ldelim().ldelim().ldelim();
  }
  return Buffer.from(writer.finish());
}

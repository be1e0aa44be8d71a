import { HubscopeError } from '@hubscope/core/wire';

export type WriteVersion = 1 | 2;

const protoOf: Readonly<Record<string, WriteVersion>> = {
  'prometheus.WriteRequest': 1,
  'io.prometheus.write.v2.Request': 2,
};

/**
 * The message that a `Content-Type` names. Without `proto` it is 1.0, whose senders know no other.
 * Source: Prometheus Remote-Write 2.0, "Protocol".
 * @throws HubscopeError `unsupported_media_type`, upon which a sender falls back to what it knows besides
 */
export function writeVersion(contentType: string | undefined): WriteVersion {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  const proto = parameters
    .find((part) => /^proto=/i.test(part))
    ?.slice(6)
    .replaceAll('"', '');
  const version = proto === undefined ? 1 : protoOf[proto];
  if (type.toLowerCase() !== 'application/x-protobuf' || version === undefined) {
    throw new HubscopeError(
      'unsupported_media_type',
      `Content-Type may be application/x-protobuf, with proto=${Object.keys(protoOf).join(' or ')}.`,
    );
  }
  return version;
}

/** @throws HubscopeError `unsupported_media_type` for anything but snappy's block format */
export function mustBeSnappy(contentEncoding: string | undefined): void {
  if ((contentEncoding ?? 'snappy').trim().toLowerCase() === 'snappy') return;
  throw new HubscopeError('unsupported_media_type', 'Content-Encoding must be snappy.');
}

import { gunzipSync, inflateSync } from 'node:zlib';
import { HubscopeError } from '@hubscope/core/wire';

const unpackers = { gzip: gunzipSync, deflate: inflateSync } as const;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * A body unpacked as its `Content-Encoding` says, never beyond a limit: a small body that unpacks to gigabytes costs no more
 * than the limit. At once: who calls it holds one unpacked body at a time, where those that wait for their turn would all be unpacked.
 * @throws HubscopeError `unsupported_media_type`, `body_too_large` or `malformed_body`
 */
export function unpack(body: Buffer, encoding: string | undefined, maxBytes: number): Buffer {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return body;
  if (name !== 'gzip' && name !== 'deflate') {
    throw new HubscopeError('unsupported_media_type', 'Content-Encoding may be gzip, deflate or identity.');
  }
  try {
    return unpackers[name](body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) {
      throw new HubscopeError('body_too_large', `The body unpacks to more than ${String(maxBytes)} bytes.`);
    }
    throw new HubscopeError('malformed_body', `The body is no valid ${name}.`);
  }
}

import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { HubscopeError } from '@hubscope/core/wire';

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * A body unpacked as its `Content-Encoding` says, never beyond a limit: a small body that unpacks to gigabytes costs no more
 * than the limit.
 * @throws HubscopeError `unsupported_media_type`, `body_too_large` or `malformed_body`
 */
export async function unpack(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return body;
  if (name !== 'gzip' && name !== 'deflate') {
    throw new HubscopeError('unsupported_media_type', 'Content-Encoding may be gzip, deflate or identity.');
  }
  try {
    return await unpackers[name](body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) {
      throw new HubscopeError('body_too_large', `The body unpacks to more than ${String(maxBytes)} bytes.`);
    }
    throw new HubscopeError('malformed_body', `The body is no valid ${name}.`);
  }
}

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** A shorter answer fits a few packets as it is, characters. */
const leastPacked = 4096;
/** The least that deflate can do: it takes history to a quarter, and twice the work would save a tenth of that. */
const level = 1;

const packed = promisify(gzip);
const isText = /^(?:application\/json|text\/)/;
/** Of this very machine, where packing costs more than it saves. */
const isHere = /^(?:::1$|(?:::ffff:)?127\.)/;

/** Whether who asks reads gzip, by its `Accept-Encoding` (RFC 9110 section 12.5.3). */
export function readsGzip(accepted: string | undefined): boolean {
  const coding = (accepted ?? '')
    .split(',')
    .map((each) =>
      each
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .find(([name]) => name === 'gzip' || name === 'x-gzip');
  return coding !== undefined && !coding.slice(1).some((each) => /^q\s*=\s*0(?:\.0*)?$/.test(each));
}

/**
 * Packs long answers of text for those who read that and are not on this machine, on a thread of zlib's. What no cache may keep, and what
 * has a tag of its very bytes, goes out as it is.
 */
export function packAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < leastPacked) return payload;
    const { 'content-type': type, 'cache-control': kept, etag } = reply.getHeaders();
    if (kept === 'no-store' || !isText.test(String(type))) return payload;
    if (etag !== undefined && !String(etag).startsWith('W/')) return payload;
    const vary = reply.getHeader('vary');
    void reply.header('vary', vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`);
    if (isHere.test(request.ip) || !readsGzip(request.headers['accept-encoding'])) return payload;
    void reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return packed(payload, { level });
  });
}

import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Tags an answer with what it holds; true where who asked has it already, so that it need not be sent (304). */
export function isKnown(
  answer: unknown,
  headers: IncomingHttpHeaders,
  reply: Pick<FastifyReply, 'header'>,
): boolean {
  const tag = `"${createHash('sha256').update(JSON.stringify(answer)).digest('base64url').slice(0, 22)}"`;
  void reply.header('etag', tag);
  void reply.header('cache-control', 'no-cache');
  return headers['if-none-match'] === tag;
}

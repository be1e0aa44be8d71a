import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Sends an answer, JSON as text, tagged with what it holds, packed or not; an empty one (304) where who asked has it already. */
export function sendTagged(json: string, headers: IncomingHttpHeaders, reply: FastifyReply): FastifyReply {
  const tag = `W/"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"`;
  void reply.header('etag', tag).header('cache-control', 'no-cache');
  if (headers['if-none-match'] === tag) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(json);
}

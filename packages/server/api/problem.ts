import type { FastifyReply } from 'fastify';
import { errorCatalogue, HubscopeError, type ErrorCode, type Problem } from '@hubscope/core/wire';
import { protect } from './answer-headers.js';

export const problemType = 'application/problem+json; charset=utf-8';

/** An error as RFC 9457 has it. */
export function problemOf({ code, detail, status }: HubscopeError): Problem {
  return { type: 'about:blank', title: errorCatalogue[code].title, status, code, detail };
}

/** Answers with a problem, past the route's own serializer. */
export function sendProblem(reply: FastifyReply, error: HubscopeError): FastifyReply {
  // It may have gone wrong before any hook.
  protect(reply);
  if (error.retryAfterSeconds !== null) void reply.header('retry-after', String(error.retryAfterSeconds));
  return reply
    .code(error.status)
    .type(problemType)
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problemOf(error));
}

/** Which of our codes an error of Fastify's own stands for. */
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_body',
  FST_ERR_VALIDATION: 'invalid_request',
  FST_ERR_BAD_URL: 'invalid_request',
  FST_ERR_ASYNC_CONSTRAINT: 'invalid_request',
  FST_ERR_MAX_LIMIT: 'invalid_request',
};

/** What the library that sends files says of paths that lead out, or are none. */
function refusedByFiles(thrown: Error): HubscopeError | null {
  const status = 'statusCode' in thrown ? thrown.statusCode : null;
  if (status === 403 || status === 404) return new HubscopeError('not_found');
  return status === 400 ? new HubscopeError('invalid_request') : null;
}

/** The expected error that a thrown thing is; null where it is none. */
export function expectedError(thrown: unknown): HubscopeError | null {
  if (thrown instanceof HubscopeError) return thrown;
  if (!(thrown instanceof Error)) return null;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? fastifyCodes[thrown.code] : undefined;
  if (code === undefined) return refusedByFiles(thrown);
  return new HubscopeError(code, code === 'invalid_request' ? thrown.message : undefined);
}

import type { Server } from '@grpc/grpc-js';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

/** What of grpc-js's server is its own. */
export interface OwnOfServer {
  _verifyContentType: (
    stream: Pick<ServerHttp2Stream, 'destroyed' | 'respond'>,
    headers: IncomingHttpHeaders,
  ) => boolean;
}

/**
 * Leaves streams alone that are destroyed already: grpc-js 1.14 answers them all the same where their content type or path is wrong, and
 * that throws where nobody catches it, so that one broken connection would end the process.
 */
export function guardStreams(server: Server): void {
  const own = server as unknown as OwnOfServer;
  const verify = own._verifyContentType.bind(server);
  own._verifyContentType = (stream, headers) => !stream.destroyed && verify(stream, headers);
}

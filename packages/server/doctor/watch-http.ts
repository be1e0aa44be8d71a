import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { DoorLog } from './door-log.js';

/** What a client spoke that is no HTTP/1 at all; null where it is only broken. */
function otherTongue(packet: Buffer | undefined): string | null {
  if (packet === undefined || packet.length === 0) return null;
  if (packet.subarray(0, 14).toString('latin1') === 'PRI * HTTP/2.0') return 'http2_on_http1';
  // A TLS record of a handshake begins so.
  return packet[0] === 0x16 && packet[1] === 3 ? 'tls_on_plain' : null;
}

/** Notes who comes to a server of Fastify's, which of the logs it is for, and what was refused. */
export function watchHttp(app: FastifyInstance, logOf: (url: string) => DoorLog): void {
  app.addHook('onResponse', async (request, reply) => {
    const code = reply.getHeader('hubscope-code');
    const refusal =
      reply.statusCode < 400 ? null : typeof code === 'string' ? code : String(reply.statusCode);
    logOf(request.url).arrived({ address: request.ip, agent: request.headers['user-agent'] ?? '', refusal });
    return Promise.resolve();
  });
  app.server.on('tlsClientError', (error: Error & { code?: string }, socket: Socket) => {
    if (error.code !== 'ERR_SSL_HTTP_REQUEST' && error.code !== 'ERR_SSL_WRONG_VERSION_NUMBER') return;
    logOf('').arrived({ address: socket.remoteAddress ?? '', agent: '', refusal: 'plain_on_tls' });
  });
  app.server.on('clientError', (error: Error & { rawPacket?: Buffer }, socket) => {
    const refusal = otherTongue(error.rawPacket);
    if (refusal === null) return;
    const address = 'remoteAddress' in socket ? String(socket.remoteAddress) : '';
    logOf('').arrived({ address, agent: '', refusal });
  });
}

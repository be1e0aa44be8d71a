import { createServer, type Server, type Socket } from 'node:net';

/** How long a new connection may say nothing, ms. */
const silentMs = 20_000;

/** What a client speaks that is no HTTP/2. */
export type WrongTongue = 'http1_on_http2' | 'tls_on_plain' | 'plain_on_tls';

/** Makes what listens: of bytes, or of bytes within TLS. */
export type ConnectionServer = (opened: (socket: Socket) => void) => Server;

const answer =
  'This port speaks gRPC. Send OTLP over HTTP to port 4318, or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc.\n';

/** What the first bytes of a connection say of it; null where they are HTTP/2's, or nothing that is known. */
function tongueOf(first: Buffer): WrongTongue | null {
  // A TLS record of a handshake begins so.
  if (first[0] === 0x16 && first[1] === 3) return 'tls_on_plain';
  return /^(?:GET|POST|PUT|HEAD|OPTIONS) /.test(first.toString('latin1', 0, 8)) ? 'http1_on_http2' : null;
}

const plain: ConnectionServer = (opened) => createServer({ noDelay: true }, opened);

/** Whether a handshake failed because the client spoke no TLS: HTTP, or HTTP/2 with its preface. */
function isPlain(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return code === 'ERR_SSL_HTTP_REQUEST' || code === 'ERR_SSL_WRONG_VERSION_NUMBER';
}

export interface GrpcListenerOptions {
  /** Takes a connection that may be HTTP/2's. */
  readonly inject: (socket: Socket) => void;
  /** Told of one that is something else; it is answered and closed. */
  readonly wrong: (address: string, tongue: WrongTongue) => void;
  /** Plain TCP unless set. */
  readonly server?: ConnectionServer;
}

/** Listens for gRPC, and answers clients that speak something else in their own words. */
export class GrpcListener {
  readonly #servers: Server[] = [];
  /** Connections that have said nothing yet. */
  readonly #waiting = new Set<Socket>();
  /** Connections that were handed on and are still open. */
  readonly #handed = new Set<Socket>();

  constructor(private readonly options: GrpcListenerOptions) {}

  /** @returns the port in use. @throws as `listen` does */
  listen(address: string, port: number): Promise<number> {
    const { server: make = plain, wrong } = this.options;
    const server = make((socket) => {
      this.#opened(socket);
    });
    server.on('tlsClientError', (error: Error, socket: Socket) => {
      if (isPlain(error)) wrong(socket.remoteAddress ?? '', 'plain_on_tls');
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port }, () => {
        server.off('error', reject);
        // One connection that can't be had ends nothing.
        server.on('error', () => undefined);
        this.#servers.push(server);
        const bound = server.address();
        resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
      });
    });
  }

  /** Takes no more connections. Those that were handed on are not its own. */
  close(): void {
    for (const server of this.#servers.splice(0)) server.close();
    for (const socket of this.#waiting) socket.destroy();
  }

  /** Ends the connections that were handed on: whoever has one that broke in the midst of a frame may wait for its rest. */
  cut(): void {
    for (const socket of this.#handed) socket.destroy();
  }

  #opened(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const broken = (): void => {
      this.#waiting.delete(socket);
      socket.destroy();
    };
    this.#waiting.add(socket);
    socket.setTimeout(silentMs, broken);
    socket.on('error', broken).once('end', broken);
    socket.once('data', (first: Buffer) => {
      this.#waiting.delete(socket);
      socket.off('end', broken);
      const tongue = tongueOf(first);
      if (tongue === null) {
        socket.off('timeout', broken).off('error', broken).setTimeout(0);
        socket.pause();
        socket.unshift(first);
        this.#handed.add(socket);
        socket.once('close', () => this.#handed.delete(socket));
        this.options.inject(socket);
        return;
      }
      this.options.wrong(address, tongue);
      if (tongue === 'tls_on_plain') socket.destroy();
      else {
        const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\ncontent-length: ${String(answer.length)}`;
        socket.end(`${head}\r\nconnection: close\r\n\r\n${answer}`);
        socket.resume();
      }
    });
  }
}

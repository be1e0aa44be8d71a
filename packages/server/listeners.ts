import { createServer as plainHttp, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as secureHttp } from 'node:https';
import { createServer as plain, type Server, type Socket } from 'node:net';
import { createServer as secure, type Server as SecureServer } from 'node:tls';
import type { Config } from '@hubscope/core/wire';
import { readCertificate, type Certificate } from './config/certificate.js';
import { Draining } from './draining.js';

/** How long a client may take to agree on TLS, ms. */
const handshakeTimeout = 20_000;

/** How long a client may take for a request, and say nothing between two, ms. */
export interface HttpTimes {
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
}

/** Makes what listens behind the doors: plain where there is no certificate, else with TLS. */
export class Listeners {
  readonly #secure: SecureServer[] = [];
  readonly #draining = new Draining();
  #certificate: Certificate | null;

  constructor(certificate: Certificate | null) {
    this.#certificate = certificate;
  }

  /** As the configuration has them. @throws ConfigError where the certificate can't be used */
  static async of({ tls }: Pick<Config, 'tls'>): Promise<Listeners> {
    return new Listeners(tls === null ? null : await readCertificate(tls));
  }

  /** Whether they speak TLS. */
  get secure(): boolean {
    return this.#certificate !== null;
  }

  /** A server of HTTP/1.1. */
  readonly http = (
    listener: RequestListener,
    { requestTimeout, keepAliveTimeout }: HttpTimes,
  ): HttpServer => {
    const times = { requestTimeout, keepAliveTimeout };
    const certificate = this.#certificate;
    if (certificate === null) return this.#draining.server(listener, (seen) => plainHttp(times, seen));
    return this.#draining.server(listener, (seen) =>
      this.#kept(secureHttp({ ...times, ...certificate, handshakeTimeout }, seen)),
    );
  };

  /** A server of bytes, for who speaks HTTP/2 over them or has to be told that it should. */
  readonly bytes = (opened: (socket: Socket) => void): Server => {
    if (this.#certificate === null) return plain({ noDelay: true }, opened);
    const protocols = { ALPNProtocols: ['h2', 'http/1.1'] };
    return this.#kept(
      secure({ noDelay: true, ...protocols, ...this.#certificate, handshakeTimeout }, opened),
    );
  };

  /** Ends the servers of HTTP: what is asked already is answered, in 1.5 s at most, and whoever comes is told. */
  drain(): Promise<void> {
    return this.#draining.end();
  }

  /**
   * Shows another certificate to who connects from now on; connections that are there stay as they are.
   * @returns whether it is another
   */
  take(certificate: Certificate): boolean {
    const { cert, key } = this.#certificate ?? {};
    if (cert === certificate.cert && key === certificate.key) return false;
    this.#certificate = certificate;
    for (const server of this.#secure) server.setSecureContext(certificate);
    return true;
  }

  #kept<S extends SecureServer>(server: S): S {
    this.#secure.push(server);
    return server;
  }
}

import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { apiServerOptions } from './api/index.js';
import type { Listening } from './doors.js';
import type { Listeners } from './listeners.js';

/** What befalls a server beside requests, and the app deals with: bytes that are no request, handshakes that fail. */
const faults = ['clientError', 'tlsClientError'] as const;

const ignore = (): void => undefined;

/**
 * An app of HTTP at a port, on each address that it is told. One app may have several: its routes are there once. Fastify's own `listen`
 * leaves all but the first address of `localhost` out where it is given how servers are made. Its listeners end its servers.
 */
export class AppDoor implements Listening {
  readonly #app: FastifyInstance;
  readonly #listeners: Listeners;
  readonly #attach: (server: Server) => void;

  /** @param attach is given each server before it listens, for what is no request: connections, upgrades */
  constructor(app: FastifyInstance, listeners: Listeners, attach: (server: Server) => void = ignore) {
    this.#app = app;
    this.#listeners = listeners;
    this.#attach = attach;
  }

  async listen(address: string, port: number): Promise<number> {
    await this.#app.ready();
    const server = this.#listeners.http((request, response) => {
      this.#app.routing(request, response);
    }, apiServerOptions);
    for (const fault of faults)
      server.on(fault, (...what: unknown[]) => this.#app.server.emit(fault, ...what));
    this.#attach(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, address, resolve);
    });
    const bound = server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : port;
  }
}

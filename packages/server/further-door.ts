import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { apiServerOptions } from './api/index.js';
import type { Listening } from './doors.js';
import type { Listeners } from './listeners.js';

const ignore = (): void => undefined;

/** An app that listens already, behind another port too: its routes are there once. */
export class FurtherDoor implements Listening {
  readonly #app: FastifyInstance;
  readonly #listeners: Listeners;
  readonly #attach: (server: Server) => void;
  readonly #servers: Server[] = [];

  /** @param attach is given each server before it listens, for what is no request: upgrades */
  constructor(app: FastifyInstance, listeners: Listeners, attach: (server: Server) => void = ignore) {
    this.#app = app;
    this.#listeners = listeners;
    this.#attach = attach;
  }

  async listen(address: string, port: number): Promise<number> {
    const server = this.#listeners.http((request, response) => {
      this.#app.routing(request, response);
    }, apiServerOptions);
    this.#attach(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, address, resolve);
    });
    this.#servers.push(server);
    const bound = server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : port;
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    const closed = this.#servers.map((server) => {
      const done = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      return done;
    });
    await Promise.all(closed);
  }
}

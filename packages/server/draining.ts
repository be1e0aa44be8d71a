import type { RequestListener, Server, ServerResponse } from 'node:http';
import { HubscopeError } from '@hubscope/core/wire';
import { problemOf, problemType } from './api/index.js';

/** How long requests under way may take as the server ends, ms: viewers and calls of gRPC have 2 s meanwhile, and all of it has 4 s. */
const graceMs = 1500;
/** When whoever is refused may ask again, s: another server may be there then. */
const backAfterSeconds = 2;

/** Says that the server ends, and that this connection does. */
function refuse(response: ServerResponse): void {
  const error = new HubscopeError('not_ready', undefined, backAfterSeconds);
  const body = JSON.stringify(problemOf(error));
  response
    .writeHead(error.status, {
      'content-type': problemType,
      'content-length': Buffer.byteLength(body),
      'hubscope-code': error.code,
      'retry-after': String(backAfterSeconds),
      connection: 'close',
    })
    .end(body);
}

/** Servers of HTTP/1.1, and the requests that are under way on them: a stop cuts none of these short before its time. */
export class Draining {
  readonly #servers: Server[] = [];
  readonly #underWay = new Set<ServerResponse>();
  #begun = false;

  /** A server whose requests are seen. @param make makes it of what answers them */
  server<S extends Server>(listener: RequestListener, make: (listener: RequestListener) => S): S {
    const server = make((request, response) => {
      if (this.#begun) {
        refuse(response);
        return;
      }
      this.#underWay.add(response);
      response.once('close', () => {
        this.#underWay.delete(response);
        // One whose answer had begun before could not be told that its connection ends with it.
        if (this.#begun) setImmediate(server.closeIdleConnections.bind(server));
      });
      listener(request, response);
    });
    this.#servers.push(server);
    return server;
  }

  /**
   * Takes no more connections and requests, and closes connections that are idle; those with a request under way are closed after its answer,
   * or when the time is over.
   */
  async end(withinMs = graceMs): Promise<void> {
    this.#begun = true;
    for (const response of this.#underWay)
      if (!response.headersSent) response.setHeader('connection', 'close');
    const gone = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    let late: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      late = setTimeout(() => {
        for (const server of this.#servers) server.closeAllConnections();
        // What became a WebSocket is no longer theirs, and closed by who has it.
        resolve();
      }, withinMs);
    });
    await Promise.race([Promise.all(gone), over]);
    clearTimeout(late);
  }
}

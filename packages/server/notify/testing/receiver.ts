import {
  createServer as createPlain,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** A request that came in. */
export interface Got {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An authority of a test's own, with the key of `localhost`. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export async function certificate(): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** A real HTTP or HTTPS server on this machine that keeps what it gets. */
export class Receiver {
  readonly got: Got[] = [];
  /** What it answers; unless set 200 and `ok`. */
  answer: (request: Got, response: ServerResponse) => void = (_request, response) => {
    response.end('ok');
  };
  readonly #server: Server;
  readonly #waiting = new Set<() => void>();

  constructor(secure: Certificate | null = null) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const got = { path: request.url ?? '', headers: request.headers, body };
        this.got.push(got);
        this.answer(got, response);
        for (const look of this.#waiting) look();
      });
    };
    this.#server = secure === null ? createPlain(listener) : createSecure(secure, listener);
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves once there are so many requests. */
  count(wanted: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.got.length < wanted) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The bodies so far, as JSON. */
  bodies<T>(): T[] {
    return this.got.map(({ body }) => JSON.parse(body) as T);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

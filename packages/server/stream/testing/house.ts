import { noLimits, openGate } from '@hubscope/core/access/testing';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultRules, liveProtocol, type AuditEntry, type Rule } from '@hubscope/core/wire';
import { WebSocket } from 'ws';
import type { StreamOptions } from '../ports.js';
import { Stream } from '../stream.js';
import { SimulatedTime, table } from './scene.js';

/** A client that keeps what it received and lets a test wait for more. */
export class Client {
  readonly ws: WebSocket;
  readonly received: unknown[] = [];
  readonly #waiting: { enough: (received: unknown[]) => boolean; resolve: () => void }[] = [];

  constructor(url: string, protocol?: string, origin?: string, headers: Record<string, string> = {}) {
    this.ws = new WebSocket(
      url,
      protocol === undefined ? [] : [protocol],
      origin === undefined ? { headers } : { origin, headers },
    );
    this.ws.on('message', (data) => {
      this.received.push(JSON.parse((data as Buffer).toString()));
      for (const each of [...this.#waiting]) {
        if (!each.enough(this.received)) continue;
        this.#waiting.splice(this.#waiting.indexOf(each), 1);
        each.resolve();
      }
    });
  }

  /** Resolves when what came in is enough. */
  until(enough: (received: unknown[]) => boolean): Promise<void> {
    if (enough(this.received)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ enough, resolve }));
  }

  /** Resolves with all that came in when there are at least `count`. */
  async count(count: number): Promise<unknown[]> {
    await this.until((received) => received.length >= count);
    return this.received;
  }

  send(message: unknown): void {
    this.ws.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Resolves when all that the client sent was read, and all that the server sent before arrived. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.ws.once('pong', () => {
        resolve();
      });
      this.ws.ping();
    });
  }

  opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.ws.once('open', resolve);
      this.ws.once('error', reject);
    });
  }

  closed(): Promise<number> {
    return new Promise((resolve) => this.ws.once('close', resolve));
  }
}

/** A stream behind a real HTTP server on a free port, in simulated time. */
export class House {
  readonly time = new SimulatedTime();
  readonly acknowledged: string[] = [];
  /** What was written down of who changed what. */
  readonly noted: Omit<AuditEntry, 'at'>[] = [];
  /** The rules that watch every hub. */
  rules: readonly Rule[] = defaultRules;
  readonly stream: Stream;
  /** How many have asked for an upgrade. */
  knocks = 0;
  readonly #server: Server = createServer();
  readonly #clients: Client[] = [];

  constructor(options: Partial<StreamOptions> = {}) {
    this.stream = new Stream({
      clock: this.time.clock,
      timers: this.time,
      table,
      maxViewers: () => 100,
      origins: { allows: (origin) => origin === 'http://localhost:3000' },
      gate: openGate,
      limits: noLimits,
      version: '0.1.0',
      ports: {
        rulesFor: () => this.rules,
        hubOf: (id) => (id === 'known' ? 'shop' : null),
        otlpHttpPort: () => 4318,
        otlpHttpTls: false,
        acknowledge: (id, by, note) => {
          this.acknowledged.push(
            [id, ...(by === null ? [] : ['by', by]), ...(note === null ? [] : [note])].join(' '),
          );
          return id === 'known';
        },
        note: (entry) => {
          this.noted.push(entry);
        },
      },
      ...options,
    });
    this.stream.attach(this.#server, '/ws');
    this.#server.on('upgrade', () => {
      this.knocks += 1;
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  dial(path = '/ws', protocol?: string, origin?: string, headers?: Record<string, string>): Client {
    const client = new Client(`ws://127.0.0.1:${String(this.port)}${path}`, protocol, origin, headers);
    client.ws.on('error', () => undefined);
    this.#clients.push(client);
    return client;
  }

  async plain(path = '/ws'): Promise<Client> {
    const client = this.dial(path);
    await client.opened();
    return client;
  }

  async live(path = '/ws'): Promise<Client> {
    const client = this.dial(path, liveProtocol);
    await client.opened();
    return client;
  }

  async close(): Promise<void> {
    for (const { ws } of this.#clients) ws.terminate();
    const stopped = this.stream.stop();
    this.time.pass(5000);
    await stopped;
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }
}

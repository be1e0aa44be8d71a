import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { payloadsOf } from './text-frame.js';
import type { Connection, Pipe } from './viewer.js';

/** A stream that says nothing for so long is told apart from one that is dead, ms. */
const quietMs = 2000;
/** How long a stream that was ended may still take for what was written to it, ms. */
const graceMs = 2000;
/** When a client that lost its stream is to come back, ms: each at another moment. */
const retryMs = { least: 1000, most: 4000 } as const;

/** What is written for frames: made once for all who get them. */
const written = new WeakMap<Buffer, Buffer>();

/** The number that a message of the live form carries in its hub's sequence; null where it carries none. */
function seqOf(payload: string): number | null {
  const found = /^\{"type":"(?:snapshot|tick|amend)","seq":(\d+)|"seq":(\d+)\}$/.exec(payload);
  const seq = found?.[1] ?? found?.[2];
  return seq === undefined ? null : Number(seq);
}

export interface EventStreamOptions {
  readonly response: ServerResponse;
  /** Headers beside its own: what lets pages of other origins read it. */
  readonly headers: Readonly<Record<string, string>>;
  /** The id of a message, from its number: what a client that comes back shows as its `Last-Event-ID`. */
  readonly idOf: (seq: number) => string;
  /** A message that says nothing but that the server is there. */
  readonly beat: () => string;
  readonly every: (ms: number, run: () => void) => () => void;
}

/**
 * Server-sent events (the HTML standard, section 9.2) with the messages of a WebSocket: a viewer writes to it as to one. What it sends is
 * heard in nothing: a stream is alive as long as it takes what is written.
 */
export class EventStream extends EventEmitter<{ pong: []; close: [] }> implements Connection, Pipe {
  readonly OPEN = 1;
  readyState = 1;
  readonly #options: EventStreamOptions;
  readonly #stop: () => void;
  #spoke = true;

  constructor(options: EventStreamOptions) {
    super();
    this.#options = options;
    const { response, headers, every } = options;
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies of this kind would else hold it back.
      'x-accel-buffering': 'no',
    });
    const retry = retryMs.least + Math.floor(Math.random() * (retryMs.most - retryMs.least));
    response.write(`retry: ${String(retry)}\n\n`);
    response.on('close', () => {
      this.#ended();
    });
    response.on('error', () => {
      this.terminate();
    });
    this.#stop = every(quietMs, () => {
      if (!this.#spoke && this.writableLength === 0) response.write(`data: ${options.beat()}\n\n`);
      this.#spoke = false;
    });
  }

  get writableLength(): number {
    return this.#options.response.writableLength;
  }

  /** @param frames one or more, as they go to a WebSocket */
  write(frames: Buffer): void {
    let events = written.get(frames);
    if (events === undefined) {
      events = Buffer.from(
        payloadsOf(frames)
          .map((payload) => this.#eventOf(payload.toString()))
          .join(''),
      );
      written.set(frames, events);
    }
    this.#spoke = true;
    this.#options.response.write(events);
  }

  /** Asks whether the other side still takes anything. */
  ping(): void {
    this.#options.response.write(':\n\n', (error) => {
      if (error === null || error === undefined) this.emit('pong');
    });
  }

  /** Ends it. A client that does not read is given a while: nobody counts its connection any more. */
  close(): void {
    if (this.readyState !== this.OPEN) return;
    const { response, every } = this.#options;
    const stop = every(graceMs, () => {
      stop();
      response.destroy();
    });
    response.once('close', stop);
    response.end();
    this.#ended();
  }

  terminate(): void {
    this.#options.response.destroy();
    this.#ended();
  }

  #eventOf(payload: string): string {
    const seq = seqOf(payload);
    const id = seq === null ? '' : `id: ${this.#options.idOf(seq)}\n`;
    return `${id}data: ${payload}\n\n`;
  }

  #ended(): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 3;
    this.#stop();
    this.emit('close');
  }
}

import { spanPayload } from '../clients/otlp-payload.js';
import { senderOf } from '../clients/otlp-send.js';
import { pause } from '../harness/eventually.js';
import type { Served } from '../harness/server.js';

const everyMs = 100;
/** A request's; every third is an operation of the hub. */
const spans = 30;

/** A hub that sends spans ten times a second until it is told to stop, whether or not somebody takes them. */
export class Load {
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;

  constructor(server: Served, hub: string) {
    this.#running = this.#run(server, hub);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(server: Served, hub: string): Promise<void> {
    const sender = senderOf(server, 'HTTP protobuf');
    const payload = spanPayload(hub, spans);
    while (!this.#stopped.signal.aborted) {
      await sender.send(payload).catch(() => null);
      await pause(everyMs);
    }
    sender.close();
  }
}

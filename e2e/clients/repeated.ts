import { pause } from '../../bench/harness/eventually.js';

/** Sends something again and again until it is stopped. */
export class Repeated {
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;

  /** @param everyMs between the end of one sending and the next */
  constructor(everyMs: number, send: () => Promise<unknown>) {
    this.#running = this.#run(everyMs, send);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(everyMs: number, send: () => Promise<unknown>): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      // A server that is gone takes nothing.
      await send().catch(() => null);
      await pause(everyMs);
    }
  }
}

/** What each signal asks of the server. */
const meanings = { SIGTERM: 'stop', SIGINT: 'stop', SIGHUP: 'reload' } as const;
export type Asked = (typeof meanings)[keyof typeof meanings];

/**
 * Listens to signals before there is anything to stop or to reload: without a listener each of them would end the process. What one asks
 * meanwhile is done as soon as there is somebody to do it.
 */
export class Signals {
  readonly #doers = new Map<Asked, () => void>();
  readonly #waiting = new Set<Asked>();
  readonly #listeners = Object.entries(meanings).map(([signal, asked]) => {
    const listener = (): void => {
      const run = this.#doers.get(asked);
      if (run === undefined) this.#waiting.add(asked);
      else run();
    };
    return { signal, listener };
  });

  constructor() {
    for (const { signal, listener } of this.#listeners) process.on(signal, listener);
  }

  /**
   * Runs something each time that it is asked for; at once where it was asked for already.
   * @returns ends it
   */
  on(asked: Asked, run: () => void): () => void {
    this.#doers.set(asked, run);
    if (this.#waiting.delete(asked)) run();
    return () => this.#doers.delete(asked);
  }

  /** Listens no more: each of the signals ends the process again. */
  dispose(): void {
    for (const { signal, listener } of this.#listeners) process.off(signal, listener);
  }
}

/**
 * Lets requests in one after the other, one a turn of the event loop: however many are there at once, timers and viewers wait for one of
 * them at most.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn, in the order of the calls. What it does before it waits again is its turn. */
  pass(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#next);
    });
  }

  readonly #next = (): void => {
    const first = this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(this.#next);
    first?.();
  };
}

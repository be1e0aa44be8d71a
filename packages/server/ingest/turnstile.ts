/** What is done in one turn of the event loop, ms: past it the next one waits for the next turn. */
const leastTurnMs = 5;
/** The same where the loop has much else to do: else what waits would wait the longer the more it has. */
const mostTurnMs = 40;

/** Work that waits for its turn, and since when, ms. */
interface Waiting {
  readonly since: number;
  readonly work: () => void;
}

/**
 * Does the work of requests one after the other, for some milliseconds in each turn of the event loop: however much there is at once,
 * timers and viewers wait for so long and for one request at most. While work waits it is done for as long as the loop took for all else.
 */
export class Turnstile {
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  /** When the turn before ended, if there was more to do. */
  #left: number | null = null;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** For how long the oldest work has waited, ms. */
  get waitedMs(): number {
    const [oldest] = this.#waiting;
    return oldest === undefined ? 0 : this.#now() - oldest.since;
  }

  /** Does work when it is its turn, in the order of the calls. Answers what it answers, and throws what it throws. */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const tried = (): void => {
        try {
          resolve(work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#waiting.push({ since: this.#now(), work: tried });
      if (this.#waiting.length === 1) setImmediate(this.#turn);
    });
  }

  readonly #turn = (): void => {
    const began = this.#now();
    const elsewhere = began - (this.#left ?? began);
    const until = began + Math.min(Math.max(elsewhere, leastTurnMs), mostTurnMs);
    do {
      const [oldest] = this.#waiting;
      oldest?.work();
      // Not before: what comes meanwhile must not begin a turn of its own.
      this.#waiting.shift();
    } while (this.#waiting.length > 0 && this.#now() < until);
    this.#left = this.#waiting.length > 0 ? this.#now() : null;
    if (this.#left !== null) setImmediate(this.#turn);
  };
}

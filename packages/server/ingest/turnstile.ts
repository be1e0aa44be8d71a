/** What is done in one turn of the event loop, ms: past it the next one waits for the next turn. */
const leastTurnMs = 5;
/** The same where the loop has much else to do: else what waits would wait the longer the more it has. */
const mostTurnMs = 30;

/** For how long work waits at a time while connections come in, ms. */
const mostHeldMs = 100;

/** Work that waited is no cause for concern until there was some all the time for so long, ms: a machine that stood still catches up. */
const patienceMs = 1000;

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
  #connected = false;
  /** Since when there was work all the time. */
  #busySince = 0;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** For how long the oldest work has waited, ms; 0 while there was a moment without work within the last second. */
  get waitedMs(): number {
    const [oldest] = this.#waiting;
    return oldest === undefined ? 0 : this.#waitedSince(oldest.since);
  }

  #waitedSince(since: number): number {
    const now = this.#now();
    return now - this.#busySince < patienceMs ? 0 : now - since;
  }

  /**
   * A connection came in. The loop takes in one in each of its turns: where there are more, each would wait for a turn with work in it, and
   * hundreds at once for half a minute. So work waits for them a while.
   */
  connected(): void {
    this.#connected = true;
  }

  /** Does work when it is its turn, in the order of the calls; it is told for how long it waited, as {@link waitedMs} says it. Answers what it answers, and throws what it throws. */
  run<T>(work: (waitedMs: number) => T): Promise<T> {
    const since = this.#now();
    return new Promise((resolve, reject) => {
      const tried = (): void => {
        try {
          resolve(work(this.#waitedSince(since)));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#waiting.push({ since, work: tried });
      if (this.#waiting.length > 1) return;
      this.#busySince = since;
      setImmediate(this.#turn);
    });
  }

  readonly #turn = (): void => {
    const began = this.#now();
    const elsewhere = began - (this.#left ?? this.#waiting[0]?.since ?? began);
    const held = this.#connected && elsewhere < mostHeldMs;
    this.#connected = false;
    if (held) {
      setImmediate(this.#turn);
      return;
    }
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

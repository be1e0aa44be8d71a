import type { Steps } from './judge/index.js';

/** What is done in one go before the event loop has its turn, ms; at most, where the oldest work has waited for long. */
const turnMs = 10;
const longestTurnMs = 200;
/** The part of the time that the oldest work has waited which a turn takes: a machine that is short of time must not be ever later. */
const part = 0.05;
/** Work that may wait: a server that is given more than it can do does the oldest of it before it takes in more. */
const maxWaiting = 2000;

/** Does work in steps, in the order in which it came: what fits into a turn of the event loop at once, the rest in the next ones. */
export class Turns {
  readonly #now: () => number;
  readonly #failed: (error: unknown) => void;
  /** The oldest first, with when it came, ms. */
  readonly #waiting = new Map<Steps<void>, number>();
  /** When this turn is over, ms; null where nothing was done in it yet. */
  #until: number | null = null;
  #working = false;

  /**
   * @param failed told the error that ended a piece of work, which costs itself and not what comes after it
   * @param now milliseconds of a clock that only goes forward
   */
  constructor(failed: (error: unknown) => void, now: () => number = () => performance.now()) {
    this.#failed = failed;
    this.#now = now;
  }

  /** How much work is not done yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  run(steps: Steps<void>): void {
    this.#waiting.set(steps, this.#now());
    if (this.#waiting.size > maxWaiting) this.settle();
    else this.#work((this.#until ??= this.#begin()));
  }

  /** Does at once all that waits. */
  settle(): void {
    this.#work(Infinity);
  }

  #begin(): number {
    setImmediate(() => {
      this.#until = null;
      if (this.#waiting.size === 0) return;
      this.#until = this.#begin();
      this.#work(this.#until);
    });
    const now = this.#now();
    const [came = now] = this.#waiting.values();
    return now + Math.min(longestTurnMs, Math.max(turnMs, part * (now - came)));
  }

  #work(until: number): void {
    if (this.#working) return;
    this.#working = true;
    try {
      for (const steps of this.#waiting.keys()) {
        if (!this.#finished(steps, until)) return;
        this.#waiting.delete(steps);
      }
    } finally {
      this.#working = false;
    }
  }

  #finished(steps: Steps<void>, until: number): boolean {
    try {
      while (this.#now() < until) if (steps.next().done === true) return true;
      return false;
    } catch (error) {
      this.#failed(error);
      return true;
    }
  }
}

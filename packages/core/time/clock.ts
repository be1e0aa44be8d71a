import { millis, type Millis } from './millis.js';

/** Where a stage learns what time it is. Production hands in the system's clock, a test a simulated one. */
export interface Clock {
  /** Wall-clock time, milliseconds since the epoch. */
  now(): Millis;
}

/** A clock that moves only when it is told to. */
export class SimulatedClock implements Clock {
  #now: Millis;

  constructor(start: Millis) {
    this.#now = start;
  }

  now(): Millis {
    return this.#now;
  }

  /** Moves time forward by `ms` milliseconds (negative sets it back, as a bad NTP step would). */
  advance(ms: number): void {
    this.#now = millis(this.#now + ms);
  }

  /** Jumps to a moment. */
  set(moment: Millis): void {
    this.#now = moment;
  }
}

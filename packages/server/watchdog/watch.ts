export interface Patience {
  /** A loop that gives no sign for so long stands still, ms. */
  readonly stallMs: number;
  /** One that gives none for so long hangs, ms; null: that is never said. */
  readonly hangMs: number | null;
}

/** What is to be told of a loop. */
export interface Sight {
  readonly state: 'stalled' | 'moving' | 'hung';
  /** How long it gave no sign, ms. */
  readonly ms: number;
}

/** Judges a loop by the signs that it gives, looked for at regular times from outside it. */
export class Watch {
  readonly #patience: Patience;
  readonly #eachMs: number;
  #signs = 0;
  #seenAt: number;
  #lookedAt: number;
  #state: Sight['state'] = 'moving';

  /**
   * @param eachMs how often it is looked
   * @param now of a clock that only goes forward, ms
   */
  constructor(patience: Patience, eachMs: number, now: number) {
    this.#patience = patience;
    this.#eachMs = eachMs;
    this.#seenAt = now;
    this.#lookedAt = now;
  }

  /**
   * @param signs how many the loop gave so far
   * @returns what is news; null where nothing is
   */
  look(signs: number, now: number): Sight | null {
    const between = now - this.#lookedAt;
    this.#lookedAt = now;
    // Who looks was held up too: the process was stopped, or the machine slept. That is no fault of the loop.
    if (between > 2 * this.#eachMs) this.#seenAt += between - this.#eachMs;
    const ms = now - this.#seenAt;
    if (signs !== this.#signs) {
      this.#signs = signs;
      this.#seenAt = now;
      return this.#became('moving', ms);
    }
    const { stallMs, hangMs } = this.#patience;
    if (hangMs !== null && ms >= hangMs) return this.#became('hung', ms);
    return ms >= stallMs && this.#state === 'moving' ? this.#became('stalled', ms) : null;
  }

  #became(state: Sight['state'], ms: number): Sight | null {
    if (state === this.#state) return null;
    this.#state = state;
    return { state, ms };
  }
}

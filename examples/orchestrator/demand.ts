/** Where questions come from. */
export interface Demand {
  /** Takes the question that waits longest; null where none does. @param nowMs wall clock */
  take(nowMs: number): string | null;
  /** How many wait. */
  waiting(nowMs: number): number;
}

/** A backlog that never runs dry: when half of it has been taken, as many come as have left. */
export class Backlog implements Demand {
  readonly #questions: string[] = [];

  /** @param length the most that wait, at least 2 */
  constructor(
    private readonly asked: Iterator<string, never>,
    private readonly length: number,
  ) {
    this.#fill();
  }

  take(): string | null {
    const question = this.#questions.shift() ?? null;
    if (this.#questions.length <= this.length / 2) this.#fill();
    return question;
  }

  waiting(): number {
    return this.#questions.length;
  }

  #fill(): void {
    while (this.#questions.length < this.length) this.#questions.push(this.asked.next().value);
  }
}

/** Questions kept waiting; what comes beyond is turned away. */
const mostWaiting = 1000;
/** A burst: this many seconds of each so many, at this many times the rate. */
const [burstSeconds, burstEvery, burstFactor] = [5, 30, 4];

/** Questions that come at a rate, with or without bursts. */
export class Arrivals implements Demand {
  #waiting = 0;
  #due = 0;
  #at: number;
  /** Questions that found no place. */
  turnedAway = 0;

  /** @param perSecond the rate between bursts */
  constructor(
    private readonly asked: Iterator<string, never>,
    private readonly perSecond: number,
    private readonly bursts: boolean,
    startMs: number,
  ) {
    this.#at = startMs;
  }

  take(nowMs: number): string | null {
    this.#arrive(nowMs);
    if (this.#waiting === 0) return null;
    this.#waiting -= 1;
    return this.asked.next().value;
  }

  waiting(nowMs: number): number {
    this.#arrive(nowMs);
    return this.#waiting;
  }

  #arrive(nowMs: number): void {
    const bursting = this.bursts && (nowMs / 1000) % burstEvery < burstSeconds;
    this.#due += ((nowMs - this.#at) / 1000) * this.perSecond * (bursting ? burstFactor : 1);
    this.#at = nowMs;
    const come = Math.floor(this.#due);
    this.#due -= come;
    const room = Math.min(come, mostWaiting - this.#waiting);
    this.#waiting += room;
    this.turnedAway += come - room;
  }
}

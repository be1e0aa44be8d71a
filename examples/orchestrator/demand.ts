/** Where questions come from. */
export interface Demand {
  /** Takes one question where one is waiting. @param nowMs wall clock */
  take(nowMs: number): boolean;
  /** How many wait. */
  waiting(nowMs: number): number;
}

/** A backlog that never runs dry: as many questions as are to be answered wait. */
export class Backlog implements Demand {
  constructor(readonly length: number) {}

  take(): boolean {
    return true;
  }

  waiting(): number {
    return this.length;
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
    private readonly perSecond: number,
    private readonly bursts: boolean,
    startMs: number,
  ) {
    this.#at = startMs;
  }

  take(nowMs: number): boolean {
    this.#arrive(nowMs);
    if (this.#waiting === 0) return false;
    this.#waiting -= 1;
    return true;
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
